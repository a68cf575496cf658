/// The server's addresses, one function each.
import type { Catalogue } from './catalogue';
import type { Client } from './client';
import type * as wire from './wire';

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
  changePassword = (current: string, fresh: string) => this.client.post('/api/password', { current, new: fresh });

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
  uncovered = (place?: string, cursor?: string | null) =>
    this.client.get<wire.Page<wire.ListedSubject>>('/api/uncovered', { place, cursor });

  records = (type: string, query: { place?: string; where?: string; sort?: string; limit?: number; cursor?: string | null; q?: string }) =>
    this.client.get<wire.Page<wire.RecordView>>(`/api/records/${path(type)}`, query);
  /// `purpose` unmasks identity fields and is logged by the server.
  record = (type: string, id: Id, purpose?: string) =>
    this.client.get<wire.RecordView>(`/api/records/${path(type)}/${path(id)}`, { purpose });
  history = (type: string, id: Id) =>
    this.client.get<wire.Page<wire.HistoryEntry>>(`/api/records/${path(type)}/${path(id)}/history`);
  create = (type: string, body: { id: Id; stated_at: string; fields: wire.Fields }) =>
    this.client.post<wire.Saved>(`/api/records/${path(type)}`, body);
  change = (type: string, id: Id, body: { command: Id; base_version: number; stated_at: string; fields: wire.Fields }) =>
    this.client.patch<wire.Saved>(`/api/records/${path(type)}/${path(id)}`, body);
  move = (type: string, id: Id, transition: string, body: { command: Id; base_version: number; stated_at: string; fields?: wire.Fields }) =>
    this.client.post<wire.Saved>(`/api/records/${path(type)}/${path(id)}/moves/${path(transition)}`, body);
  push = (device: string, items: wire.PushItem[]) =>
    this.client.post<{ results: wire.PushResult[] }>('/api/push', { device, items });

  quarantine = (cursor?: string | null) => this.client.get<wire.Page<wire.QuarantineItem>>('/api/quarantine', { cursor });
  mend = (id: Id, fields: wire.Fields) => this.client.post(`/api/quarantine/${path(id)}/mend`, { fields });
  discard = (id: Id, reason: string) => this.client.post(`/api/quarantine/${path(id)}/discard`, { reason });

  fieldDay = (cursor?: string | null) => this.client.get<wire.FieldDay>('/api/field/day', { cursor });
  fieldHousehold = (id: Id) => this.client.get<wire.FieldDetail>(`/api/field/household/${path(id)}`);

  drawRechecks = (round: Id, body: { size: number; seed: number; place: string }) =>
    this.client.post<{ drawn?: number; items?: unknown[] }>(`/api/rounds/${path(round)}/rechecks`, body);
  trueCoverage = (round: Id) => this.client.get<wire.TrueCoverage>(`/api/rounds/${path(round)}/true-coverage`);

  importFile = (kind: string, file: File, mapping?: Record<string, string>) =>
    this.client.upload<wire.ImportReport>(`/api/imports?kind=${path(kind)}`, file, {
      'Content-Type': 'application/octet-stream',
      'X-Filename': path(file.name),
      ...(mapping && Object.keys(mapping).length > 0 ? { 'X-Columns': path(JSON.stringify(mapping)) } : {}),
    });
  commitImport = (id: Id) => this.client.post<{ good?: number; created?: number }>(`/api/imports/${path(id)}/commit`);
  badRowsAddress = (id: Id) => `/api/imports/${path(id)}/bad-rows`;

  mergePersons = (body: { command: Id; keep: Id; drop: Id }) => this.client.post('/api/persons/merge', body);
  accounts = (cursor?: string | null) => this.client.get<wire.Page<wire.Account>>('/api/accounts', { cursor });
  createAccount = (body: { username: string; name: string }) =>
    this.client.post<{ id: Id; password?: string }>('/api/accounts', body);
  resetPassword = (id: Id) => this.client.post<{ password?: string }>(`/api/accounts/${path(id)}/reset-password`);
  disableAccount = (id: Id) => this.client.post(`/api/accounts/${path(id)}/disable`);
  journalHead = () => this.client.get<wire.JournalHead>('/api/journal/head');
}
