/// What this post owes or must decide now, read from the server's lists and figures; nothing here is counted by hand.
import { type CoverageNode, type DutyWaiting, type Figures, type LowerSites, type OrdersWaiting, type Page, type Period, type RecordType, allows, careDuties, caseDuties, dutyDuties, filingDuties, orderDuties, responseDuties } from '@fangxian/core';
import { todo } from './coverage';

export interface Matter {
  key: string;
  n: number;
  /// There are more than `n`: only the first page was read.
  more: boolean;
  tone: 'overdue' | 'due' | 'doubt';
  to: string;
  /// The duty, where the matter is one.
  duty?: string;
  /// Label of the round it is owed in; duties of every day have none.
  round?: string;
}
export interface Standing {
  matters: Matter[];
  /// Keys of what could not be read: never shown as "nothing owed".
  unread: string[];
  /// The coverage of own area for the first duty in its newest open period, and its places with something missing, worst first.
  own: CoverageNode | null;
  period: Period | null;
  behind: CoverageNode[];
  /// What this post follows; when it is nothing, the absence of matters says nothing about duties.
  follows: 'duties' | 'sites' | 'nothing';
}
export interface Sources {
  periods: (duty: string) => Promise<Period[]>;
  coverage: (duty: string, period: string) => Promise<{ node: CoverageNode; children: CoverageNode[] }>;
  open: (type: string, query: { state?: string; where?: string }) => Promise<Page<unknown> & { total?: number }>;
  quarantine: () => Promise<Page<{ item?: unknown }>>;
  uncovered: () => Promise<{ households: number }>;
  lowerSites: () => Promise<Pick<LowerSites, 'items'>>;
  orders: () => Promise<OrdersWaiting>;
  duty: () => Promise<DutyWaiting>;
  responses: () => Promise<{ due: number }>;
}
export interface Reader {
  role: string;
  types: Record<string, RecordType>;
  duties: string[];
}

const watching = ['county_officer', 'cdc_officer', 'township_officer', 'village_officer', 'grid_worker', 'rechecker'];
const assigning = ['administrator', 'county_officer', 'cdc_officer', 'township_officer', 'village_officer'];
const periodsMax = 6;
const rank = { overdue: 0, due: 1, doubt: 2 };

const add = (a: Figures, b: Figures): Figures => ({ expected: a.expected + b.expected, fulfilled: a.fulfilled + b.fulfilled, late: a.late + b.late, missing: a.missing + b.missing, overdue: a.overdue + b.overdue });
const none: Figures = { expected: 0, fulfilled: 0, late: 0, missing: 0, overdue: 0 };

interface ReadPeriod {
  period: Period;
  node: CoverageNode;
  children: CoverageNode[];
}
/// What is owed of a duty in these periods together; the list opens where most of it stands.
function owed(duty: string, read: ReadPeriod[], round?: Period): Matter[] {
  const all = read.reduce((sum, one) => add(sum, one.node), none);
  const matter = (tone: 'overdue' | 'due', by: (figures: Figures) => number): Matter[] => {
    const worst = read.reduce((most, one) => (by(one.node) > by(most.node) ? one : most), read[0]!);
    const to = `/coverage?type=${duty}&period=${worst.period.id}&view=missing`;
    return by(all) > 0 ? [{ key: [tone, duty, ...(round ? [round.id] : [])].join(':'), n: by(all), more: false, tone, duty, to, ...(round ? { round: round.label } : {}) }] : [];
  };
  return read.length > 0 ? [...matter('overdue', (figures) => figures.overdue), ...matter('due', todo)] : [];
}
const ofRound = (period: Period): boolean => Boolean(period.source) && !/^[0-]+$/.test(period.source!);

/// A duty over its open periods. Each round is a matter of its own: a household that an older round never reached does not
/// vanish in the figures of a newer one. Periods of every day are taken together.
async function dutyMatters(sources: Sources, duty: string): Promise<{ matters: Matter[]; newest: ReadPeriod | undefined }> {
  const periods = (await sources.periods(duty)).filter((period) => !period.closed_at).slice(0, periodsMax);
  const read = await Promise.all(periods.map(async (period) => ({ period, ...(await sources.coverage(duty, period.id)) })));
  const rounds = read.filter(({ period }) => ofRound(period));
  return { matters: [...rounds.flatMap((one) => owed(duty, [one], one.period)), ...owed(duty, read.filter((one) => !rounds.includes(one)))], newest: read[0] };
}

/// Orders are told by what they ask of the post itself; the figures of each stand on its own page.
function orderMatters(waiting: OrdersWaiting): Matter[] {
  const matter = (key: string, n: number, tone: Matter['tone'], view: string): Matter[] => (n > 0 ? [{ key, n, more: false, tone, to: `/orders?view=${view}` }] : []);
  return [
    ...matter('orderAcknowledgeOverdue', waiting.acknowledge_overdue, 'overdue', 'received'),
    ...matter('orderAcknowledge', waiting.acknowledge - waiting.acknowledge_overdue, 'due', 'received'),
    ...matter('orderReportOverdue', waiting.report_overdue, 'overdue', 'received'),
    ...matter('orderReport', waiting.report - waiting.report_overdue, 'due', 'received'),
    ...matter('orderVerify', waiting.verify, 'doubt', 'issued'),
    ...matter('escalations', waiting.escalations, 'overdue', 'escalated'),
  ];
}

/// The same of the roster: what it asks of the post itself.
function rosterMatters(waiting: DutyWaiting): Matter[] {
  const matter = (key: string, n: number, tone: Matter['tone']): Matter[] => (n > 0 ? [{ key, n, more: false, tone, to: '/duty' }] : []);
  return [...matter('dutySignInLate', waiting.signInLate, 'overdue'), ...matter('dutySignIn', waiting.signIn, 'due'), ...matter('dutyHandOver', waiting.handOver, 'due'), ...matter('dutySwapAsked', waiting.asked, 'due'), ...matter('dutySwaps', waiting.swaps, 'doubt')];
}

/// Levels that end soon wait for whoever may prolong them.
const reviewMatters = ({ due }: { due: number }, may: boolean): Matter[] => (may && due > 0 ? [{ key: 'responseReview', n: due, more: false, tone: 'due', to: '/response' }] : []);

const everybodys = 'household_screening';
export async function readStanding(sources: Sources, reader: Reader): Promise<Standing> {
  const standing: Standing = { matters: [], unread: [], own: null, period: null, behind: [], follows: watching.includes(reader.role) ? 'duties' : 'nothing' };
  const attempt = async (key: string, work: () => Promise<void>): Promise<void> => work().catch(() => void standing.unread.push(key));
  const put = (key: string, n: number, more: boolean, to: string): void => void (n > 0 && standing.matters.push({ key, n, more, tone: 'doubt', to }));
  const reads = (type: string): boolean => reader.types[type] !== undefined && allows(reader.types[type], 'read', reader.role);
  const counted = (key: string, type: string, query: { state?: string; where?: string }, to: string): Promise<void> =>
    attempt(key, async () => {
      const page = await sources.open(type, query);
      put(key, page.total ?? page.items.length, page.total === undefined && page.next !== null, to);
    });

  /// The strip and the places behind are about the duty that everybody has.
  const main = reader.duties.includes(everybodys) ? everybodys : reader.duties[0];
  const work: Promise<void>[] = [];
  if (standing.follows === 'duties')
    reader.duties.filter((duty) => ![...orderDuties, ...dutyDuties, ...responseDuties, ...filingDuties, ...caseDuties, ...careDuties].includes(duty)).forEach((duty) =>
      work.push(attempt(duty, async () => {
        const found = await dutyMatters(sources, duty);
        standing.matters.push(...found.matters);
        if (duty !== main) return;
        standing.own = found.newest?.node ?? null;
        standing.period = found.newest?.period ?? null;
        standing.behind = (found.newest?.children ?? []).filter((node) => node.missing > 0).sort((a, b) => b.overdue - a.overdue || b.missing - a.missing || a.place.localeCompare(b.place));
      })));
  work.push(attempt('quarantine', async () => {
    const page = await sources.quarantine();
    const mine = page.items.filter((one) => one.item !== undefined).length;
    put('quarantineMine', mine, mine > 0 && page.next !== null, '/quarantine');
    put('quarantineArea', page.items.length - mine, page.next !== null, '/quarantine');
  }));
  if (reads('order_receipt')) work.push(attempt('orders', async () => void standing.matters.push(...orderMatters(await sources.orders()))));
  if (reads('duty_turn')) work.push(attempt('duty', async () => void standing.matters.push(...rosterMatters(await sources.duty()))));
  const response = reader.types['response'];
  if (response && reader.role !== 'upper_officer')
    work.push(attempt('responses', async () => void standing.matters.push(...reviewMatters(await sources.responses(), allows(response, 'move:prolong', reader.role)))));
  if (assigning.includes(reader.role)) work.push(attempt('uncovered', async () => put('uncovered', (await sources.uncovered()).households, false, '/uncovered')));
  if (reader.role === 'upper_officer')
    work.push(attempt('lowerSites', async () => {
      const sites = (await sources.lowerSites()).items;
      if (sites.length > 0) standing.follows = 'sites';
      const behind = sites.filter((site) => (site.period?.overdue ?? 0) > 0).length;
      if (behind > 0) standing.matters.push({ key: 'sitesBehind', n: behind, more: false, tone: 'overdue', to: '/levels' });
      put('sitesSilent', sites.filter((site) => site.standing === 'silent').length, false, '/levels');
    }));
  if (reads('duplicate_candidate')) work.push(counted('duplicates', 'duplicate_candidate', { state: 'open' }, '/duplicates'));
  if (reads('quality_flag')) work.push(counted('flags', 'quality_flag', { state: 'open' }, '/records/quality_flag?state=open'));
  const cases = reader.types['case_report'], contacts = reader.types['contact'];
  const waiting = (key: string, type: string, state: string): Promise<void> => counted(key, type, { state }, `/records/${type}?state=${state}`);
  if (cases && allows(cases, 'move:verify', reader.role)) work.push(waiting('casesToVerify', 'case_report', 'reported'), waiting('casesToInvestigate', 'case_report', 'verified'));
  if (contacts && allows(contacts, 'move:follow', reader.role)) work.push(waiting('contactsToDecide', 'contact', 'unconfirmed'), waiting('contactsLost', 'contact', 'lost_to_follow_up'));
  const transfers = reader.types['transfer'];
  if (transfers && allows(transfers, 'move:reserve', reader.role)) work.push(waiting('transfersWaiting', 'transfer', 'requested'), waiting('transfersArrived', 'transfer', 'arrived'));
  const filings = reader.types['return_to_work'];
  if (filings && allows(filings, 'move:accept', reader.role)) work.push(counted('filings', 'return_to_work', { state: 'filed' }, '/records/return_to_work?state=filed'));
  if (reads('recheck') && reader.role === 'rechecker') work.push(counted('rechecks', 'recheck', { state: 'open' }, '/records/recheck?state=open'));
  if (reads('post') && assigning.includes(reader.role) && reader.types['post']!.fields.some((field) => field.name === 'holder'))
    work.push(counted('vacant', 'post', { where: JSON.stringify({ not: { present: 'holder' } }) }, '/records/post'));
  await Promise.all(work);
  standing.matters.sort((a, b) => rank[a.tone] - rank[b.tone] || b.n - a.n || a.key.localeCompare(b.key));
  return standing;
}

/// What is new or has grown since the reading before: worth telling a person who looks at another page.
export function grown(before: Matter[], after: Matter[]): Matter[] {
  const had = new Map(before.map((matter) => [matter.key, matter.n]));
  return after.filter((matter) => (matter.tone !== 'due' || ['orderAcknowledge', 'responseReview'].includes(matter.key)) && matter.n > (had.get(matter.key) ?? 0));
}
