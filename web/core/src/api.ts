/// The server's addresses, one function each.
import type { Catalogue } from './catalogue';
import { type Client, queryText } from './client';
import type { StoredPhoto } from './photo';
import { uuid7 } from './uuid';
import type * as wire from './wire';
import type * as bulk from './wire_bulk';
import type { BedProposal, BedsNow } from './wire_care';
import type { FoundGroup } from './wire_search';
import type { ContactsAdded, Exposed } from './wire_trace';
import type { WebhookTried, WebhookView } from './wire_webhooks';

type Id = string;
const path = encodeURIComponent;

export class Api {
  constructor(readonly client: Client) {}

  private readonly keep = (session: wire.Session): wire.Session => {
    this.client.csrf = session.csrf;
    return session;
  };
  signIn = (username: string, password: string) =>
    this.client.post<wire.Session>('/api/sign-in', { username, password }).then(this.keep);
  session = () => this.client.get<wire.Session>('/api/session').then(this.keep);
  signOut = () => this.client.post('/api/sign-out');
  choosePost = (post: Id) => this.client.post<wire.Session>('/api/session/post', { post });
  changePassword = (current: string, fresh: string) => this.client.post<wire.Session>('/api/password', { current, new: fresh }).then(this.keep);

  catalogue = () => this.client.get<Catalogue>('/api/catalogue');
  place = (place: string) => this.client.get<wire.PlaceDetail>(`/api/places/${path(place)}`);
  searchPlaces = (search: string, limit = 20) =>
    this.client.get<wire.Page<wire.PlaceNode>>('/api/places', { search, limit });
  periods = (type = 'household_screening', open?: 1) => this.client.get<wire.Page<wire.Period>>('/api/periods', { type, open });
  coverage = (place: string, type?: string, period?: string) =>
    this.client.get<wire.Coverage>(`/api/coverage/${path(place)}`, { type, period });
  coverageList = (place: string, query: { type?: string; period?: string; status: string; cursor?: string | null; limit?: number }) =>
    this.client.get<wire.Page<wire.ListedSubject>>(`/api/coverage/${path(place)}/list`, query);
  heat = (place: string, type?: string, periods = 14) =>
    this.client.get<wire.Heat>(`/api/coverage/${path(place)}/heat`, { type, periods });
  ratesFile = (place: string, query: { type: string; periods: number; format: string; lang: string }) => `/api/coverage/${path(place)}/rates${queryText(query)}`;
  timeline = (place: string, type?: string, period?: string) =>
    this.client.get<wire.Timeline>(`/api/coverage/${path(place)}/timeline`, { type, period });
  returns = () => this.client.get<wire.Page<wire.ReturnName> & { spared: wire.SparedForms }>('/api/returns');
  returnSheet = (name: string, query: { place?: string; date?: string; since?: string; version?: string }) =>
    this.client.get<wire.ReturnSheet>(`/api/returns/${path(name)}`, query);
  returnCompare = (name: string, query: { place?: string; date?: string; since?: string; a: string; b?: string }) =>
    this.client.get<wire.ReturnComparison>(`/api/returns/${path(name)}/compare`, query);
  tryMapping = (text: string, query: { place?: string; date?: string }) =>
    this.client.upload<wire.ReturnTrial>(`/api/returns/preview${queryText(query)}`, new Blob([text]), { 'Content-Type': 'application/json' });
  fillForm = (name: string, query: { place?: string; date?: string; since?: string; version?: string; lang: string }, form: Blob) =>
    this.client.filled(`/api/returns/${path(name)}/fill${queryText(query)}`, form);
  returnFile = (name: string, query: { place?: string; date?: string; since?: string; version?: string; format: string; units?: string; lang: string }) =>
    `/api/returns/${path(name)}/file${queryText(query)}`;
  dailyReports = (query: { place?: string; date?: string }) =>
    this.client.get<wire.Page<wire.DailyReport> & { date: string; as_of: string }>('/api/daily-reports', query);
  signReport = (body: wire.ReportBody) => this.client.post<wire.Saved>('/api/daily-reports', body);
  orders = (query: { box: 'received' | 'issued'; state?: string; cursor?: string | null; limit?: number }) =>
    this.client.get<wire.Page<wire.ReceivedOrder & wire.IssuedOrder> & { total: number }>('/api/orders', query);
  ordersWaiting = () => this.client.get<wire.OrdersWaiting>('/api/orders/waiting');
  order = (id: Id, place?: string) => this.client.get<wire.OrderDetail>(`/api/orders/${path(id)}`, { place });
  /// One step of a receipt, without a time of its own: orders go by the server's clock.
  answerOrder = (receipt: wire.RecordView, step: string, fields?: wire.Fields) =>
    this.move('order_receipt', receipt.id, step, { command: uuid7(), base_version: receipt.version, ...(fields ? { fields } : {}) });
  previewOrder = (fields: wire.Fields) => this.client.post<wire.OrderPreview>('/api/orders/preview', { fields });
  plans = () => this.client.get<{ plans: wire.Plan[] }>('/api/plans');
  /// The levels in force at a place and below it; the caller's own place when none is named.
  responses = (place?: string) => this.client.get<wire.ResponsesAt>('/api/responses', { place });
  response = (id: Id) => this.client.get<wire.ResponseDetail>(`/api/responses/${path(id)}`);
  /// Stores nothing; the declaration is then created as a record.
  previewResponse = (fields: wire.Fields) => this.client.post<wire.ResponsePreview>('/api/responses/preview', { fields });
  /// A response or a measure of one; both go by the server's clock.
  moveResponse = (record: wire.RecordView, step: string, fields?: wire.Fields) =>
    this.move(record.type, record.id, step, { command: uuid7(), base_version: record.version, ...(fields ? { fields } : {}) });
  exposed = (id: Id, query: { generations: number; minutes_min: number; limit?: number; cursor?: string | null }) =>
    this.client.get<Exposed>(`/api/cases/${path(id)}/exposed`, query);
  /// At most 200 persons at once; sent again with the same command it is done once.
  addContacts = (id: Id, body: { command: Id; persons: Id[]; fields?: wire.Fields }) =>
    this.client.post<ContactsAdded>(`/api/cases/${path(id)}/contacts`, body);
  /// Free beds that suit a transfer, best first.
  bedsFor = (transfer: Id) => this.client.get<{ care_level: string; items: BedProposal[] }>(`/api/transfers/${path(transfer)}/beds`);
  bedsNow = () => this.client.get<BedsNow>('/api/beds');
  situations = (query: { place?: string; cursor?: string | null; limit?: number }) =>
    this.client.get<wire.Page<wire.SituationHead> & { total: number }>('/api/situation', query);
  /// `recount`: with what the records say of each figure now.
  situation = (id: Id, recount?: 1) => this.client.get<wire.Situation>(`/api/situation/${path(id)}`, { recount });
  makeSituation = (body: { command: Id; place: string; day?: string }) => this.client.post<wire.Saved>('/api/situation', body);
  situationFile = (id: Id, lang: string) => `/api/situation/${path(id)}/pdf${queryText({ lang })}`;
  /// Who keeps duty now at a place and below; the caller's own place when none is named.
  dutyNow = (place?: string) => this.client.get<wire.DutyNow>('/api/duty/now', { place });
  dutyCalendar = (query: { place?: string; from: string; days: number }) => this.client.get<wire.DutyCalendar>('/api/duty/calendar', query);
  dutyShift = (id: Id) => this.client.get<wire.DutyDetail>(`/api/duty/shifts/${path(id)}`);
  dutyCandidates = (place?: string) => this.client.get<{ items: wire.DutyCandidate[]; special_days: wire.SpecialDay[] }>('/api/duty/candidates', { place });
  /// Stores nothing; each shift of it is then created as a record.
  dutyProposal = (body: wire.DutyAsked) => this.client.post<wire.DutyProposal>('/api/duty/proposal', body);
  dutyFeed = () => this.client.post<{ path: string }>('/api/duty/feed');
  /// Duty goes by the server's clock: no time of the device's own.
  moveTurn = (turn: wire.DutyTurn, step: string, fields?: wire.Fields) =>
    this.move('duty_turn', turn.turn, step, { command: uuid7(), base_version: turn.version, ...(fields ? { fields } : {}) });
  changeShift = (shift: wire.DutyShiftHead, command: Id, fields: wire.Fields) =>
    this.client.patch<wire.Saved>(`/api/records/duty_shift/${path(shift.id)}`, { command, base_version: shift.version, fields });
  moveShift = (shift: wire.DutyShiftHead, step: string, fields: wire.Fields) =>
    this.move('duty_shift', shift.id, step, { command: uuid7(), base_version: shift.version, fields });
  boundaries = () => this.client.get<wire.Boundaries>('/map.geojson');
  lowerSites = (type?: string) => this.client.get<wire.LowerSites>('/api/relay/counties', { type });
  lowerSite = (place: string, at?: string, type?: string) =>
    this.client.get<{ county: wire.LowerSite; nodes: wire.RelayedNode[] }>(`/api/relay/counties/${path(place)}`, { at, type });
  upstream = () => this.client.get<wire.UpstreamState | null>('/api/relay/upstream');
  uncovered = (place?: string, cursor?: string | null) =>
    this.client.get<wire.Page<wire.UncoveredNode> & { nodes: number; households: number }>('/api/uncovered', { place, cursor });

  records = (type: string, query: { place?: string; where?: string; sort?: string; limit?: number; cursor?: string | null; state?: string; count?: 1 }) =>
    this.client.get<wire.Page<wire.RecordView> & { total?: number }>(`/api/records/${path(type)}`, query);
  /// Persons and households by name, pinyin, initials, telephone, identity number or dwelling code.
  search = (q: string, limit = 20, type?: string) => this.client.get<{ groups: FoundGroup[] }>('/api/search', { q, limit, type });
  /// The list as a file, masked; the server logs who took it, how many rows and why.
  exportList = (type: string, body: { format: 'xlsx' | 'csv'; lang: string; place?: string; state?: string; where?: object; sort?: string; columns: string[]; purpose: string }) =>
    this.client.download(`/api/records/${path(type)}/export`, body);
  accessLog = (query: { person?: string; action?: string; type?: string; from?: string; to?: string; cursor?: string | null; limit?: number }) =>
    this.client.get<wire.Page<wire.Access>>('/api/access-log', query);
  devices = (query: { state?: string; cursor?: string | null; limit?: number }) =>
    this.client.get<wire.Page<wire.Device> & { total: number }>('/api/devices', query);
  webhooks = (query: { cursor?: string | null; limit?: number }) => this.client.get<wire.Page<WebhookView>>('/api/webhooks', query);
  testWebhook = (id: Id) => this.client.post<WebhookTried>(`/api/webhooks/${path(id)}/test`);
  /// The server logs who read it and why.
  webhookSecret = (id: Id, purpose: string) => this.client.post<{ secret: string }>(`/api/webhooks/${path(id)}/secret`, { purpose });
  record = (type: string, id: Id) => this.client.get<wire.RecordView>(`/api/records/${path(type)}/${path(id)}`);
  /// The record with identity in full; the server logs who looked and why.
  unmask = (type: string, id: Id, purpose: string) =>
    this.client.post<wire.RecordView>(`/api/records/${path(type)}/${path(id)}/unmask`, { purpose });
  history = (type: string, id: Id) =>
    this.client.get<wire.Page<wire.HistoryEntry>>(`/api/records/${path(type)}/${path(id)}/history`);
  create = (type: string, body: { id: Id; stated_at?: string; fields: wire.Fields }) =>
    this.client.post<wire.Saved>(`/api/records/${path(type)}`, body);
  change = (type: string, id: Id, body: { command: Id; base_version: number; stated_at: string; fields: wire.Fields }) =>
    this.client.patch<wire.Saved>(`/api/records/${path(type)}/${path(id)}`, body);
  move = (type: string, id: Id, transition: string, body: { command: Id; base_version: number; stated_at?: string; fields?: wire.Fields }) =>
    this.client.post<wire.Saved>(`/api/records/${path(type)}/${path(id)}/moves/${path(transition)}`, body);
  /// Before the record that names it; sent again it is the same photo.
  sendPhoto = (query: { id: Id; type: string; field: string }, photo: Blob) =>
    this.client.upload<StoredPhoto>(`/api/attachments${queryText(query)}`, photo, { 'Content-Type': photo.type });
  /// A PDF as it is; a photo is drawn small first (photo.ts).
  sendDocument = (query: { id: Id; type: string; field: string }, bytes: Blob) =>
    this.client.upload<StoredPhoto>(`/api/attachments${queryText(query)}`, bytes, { 'Content-Type': 'application/pdf' });
  /// For a link: the browser opens a photo and saves a document.
  attachmentAddress = (id: Id): string => `/api/attachments/${path(id)}`;
  /// Of what kind and how large it is, without its bytes.
  attachmentKind = (id: Id) => this.client.about(`/api/attachments/${path(id)}`);
  /// The server logs who looked and why, where the field is personal.
  photo = (id: Id, purpose?: string) => this.client.file(`/api/attachments/${path(id)}`, { purpose });
  /// What would come of it, without a trace; then the same records under an id of this device's: a repeat is answered as before.
  bulkPreview = (body: bulk.BulkAction & bulk.BulkChoice) => this.client.post<bulk.BulkOutcome>('/api/bulk/preview', body);
  bulkRun = (body: bulk.BulkAction & { command: Id; records: bulk.BulkItem[] }) => this.client.post<bulk.BulkRun & bulk.BulkOutcome>('/api/bulk', body);
  bulkUndo = (run: Id, command: Id) => this.client.post<bulk.BulkRun & bulk.BulkOutcome>(`/api/bulk/${path(run)}/undo`, { command });
  bulkProgress = (run: Id) => this.client.get<bulk.BulkRun>(`/api/bulk/${path(run)}`);
  bulkRuns = (limit = 20) => this.client.get<wire.Page<bulk.BulkRun>>('/api/bulk', { limit });
  push = (body: wire.PushBody) => this.client.post<wire.PushAnswer>('/api/push', body);

  quarantine = (cursor?: string | null) => this.client.get<wire.Page<wire.QuarantineItem>>('/api/quarantine', { cursor });
  mend = (id: Id, fields: wire.Fields) => this.client.post(`/api/quarantine/${path(id)}/mend`, { fields });
  discard = (id: Id, reason: string) => this.client.post(`/api/quarantine/${path(id)}/discard`, { reason });

  fieldDevice = (device: Id, name: string) => this.client.post<wire.Registration>('/api/field/device', { device, name });
  fieldSync = (device: Id, cursor: string | null, limit = 200) =>
    this.client.get<wire.SyncPage>('/api/field/sync', { cursor, limit, device });
  fieldHousehold = (id: Id) => this.client.get<wire.FieldDetail>(`/api/field/households/${path(id)}`);

  drawRechecks = (round: Id, body: { command: Id; size: number; seed: number }) =>
    this.client.post<{ drawn: number; repeat?: boolean }>(`/api/rounds/${path(round)}/rechecks`, body);
  trueCoverage = (round: Id) => this.client.get<wire.TrueCoverage>(`/api/rounds/${path(round)}/true-coverage`);

  importRoster = (file: Blob) => this.client.upload<wire.ImportReport>('/api/imports', file, { 'Content-Type': 'application/octet-stream' });
  commitImport = (id: Id) => this.client.post<wire.ImportReport>(`/api/imports/${path(id)}/commit`);
  templateAddress = (format: 'xlsx' | 'csv', lang: string) => `/api/imports/template?format=${format}&lang=${lang}`;
  badRowsAddress = (id: Id) => `/api/imports/${path(id)}/bad-rows`;

  mergePersons = (body: { command: Id; keep: Id; drop: Id }) => this.client.post('/api/persons/merge', body);
  accounts = (cursor?: string | null) => this.client.get<wire.Page<wire.Account>>('/api/accounts', { cursor });
  /// At most 100 ids at once.
  accountNames = (ids: Id[]) => this.client.get<wire.Page<wire.AccountName>>('/api/account-names', { ids: ids.join(',') });
  searchAccounts = (search: string, limit = 20) => this.client.get<wire.Page<wire.AccountName>>('/api/account-names', { search, limit });
  createAccount = (body: { username: string; name: string }) =>
    this.client.post<{ id: Id; one_time_password: string }>('/api/accounts', body);
  resetPassword = (id: Id) => this.client.post<{ one_time_password: string }>(`/api/accounts/${path(id)}/reset-password`);
  disableAccount = (id: Id) => this.client.post(`/api/accounts/${path(id)}/disable`);
  journalHead = () => this.client.get<wire.JournalHead>('/api/journal/head');
}
