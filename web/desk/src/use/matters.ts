/// What this post owes or must decide now, read from the server's lists and figures; nothing here is counted by hand.
import { type CoverageNode, type Figures, type Page, type Period, type RecordType, allows } from '@fangxian/core';

export interface Matter {
  key: string;
  n: number;
  /// There are more than `n`: only the first page was read.
  more: boolean;
  tone: 'overdue' | 'due' | 'doubt';
  to: string;
  /// The duty, where the matter is one.
  duty?: string;
}
export interface Standing {
  matters: Matter[];
  /// Keys of what could not be read: never shown as "nothing owed".
  unread: string[];
  /// The coverage of own area for the first duty, and its places with something missing, worst first.
  own: CoverageNode | null;
  behind: CoverageNode[];
  /// Whether this post answers for duties at all; when not, their absence says nothing.
  watches: boolean;
}
export interface Sources {
  periods: (duty: string) => Promise<Period[]>;
  coverage: (duty: string, period: string) => Promise<{ node: CoverageNode; children: CoverageNode[] }>;
  open: (type: string, query: { state?: string; where?: string }) => Promise<Page<unknown> & { total?: number }>;
  quarantine: () => Promise<Page<{ item?: unknown }>>;
  uncovered: () => Promise<{ households: number }>;
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

/// A duty over its open periods: what is owed, and the period where most of it stands (the list opens there).
async function dutyMatters(sources: Sources, duty: string): Promise<{ matters: Matter[]; own: CoverageNode | null; children: CoverageNode[] }> {
  const periods = (await sources.periods(duty)).filter((period) => !period.closed_at).slice(0, periodsMax);
  const read = await Promise.all(periods.map(async (period) => ({ period, ...(await sources.coverage(duty, period.id)) })));
  const all = read.reduce((sum, one) => add(sum, one.node), none);
  const matters: Matter[] = [];
  const matter = (tone: 'overdue' | 'due', n: number, by: (figures: Figures) => number): void => {
    const worst = read.reduce((most, one) => (by(one.node) > by(most.node) ? one : most), read[0]!);
    if (n > 0) matters.push({ key: `${tone}:${duty}`, n, more: false, tone, duty, to: `/coverage?type=${duty}&period=${worst.period.id}&view=missing` });
  };
  matter('overdue', all.overdue, (figures) => figures.overdue);
  matter('due', all.missing - all.overdue, (figures) => figures.missing - figures.overdue);
  return { matters, own: read[0]?.node ?? null, children: read[0]?.children ?? [] };
}

export async function readStanding(sources: Sources, reader: Reader): Promise<Standing> {
  const standing: Standing = { matters: [], unread: [], own: null, behind: [], watches: watching.includes(reader.role) };
  const attempt = async (key: string, work: () => Promise<void>): Promise<void> => work().catch(() => void standing.unread.push(key));
  const put = (key: string, n: number, more: boolean, to: string): void => void (n > 0 && standing.matters.push({ key, n, more, tone: 'doubt', to }));
  const reads = (type: string): boolean => reader.types[type] !== undefined && allows(reader.types[type], 'read', reader.role);
  const counted = (key: string, type: string, query: { state?: string; where?: string }, to: string): Promise<void> =>
    attempt(key, async () => {
      const page = await sources.open(type, query);
      put(key, page.total ?? page.items.length, page.total === undefined && page.next !== null, to);
    });

  const work: Promise<void>[] = [];
  if (standing.watches)
    reader.duties.forEach((duty, index) =>
      work.push(attempt(duty, async () => {
        const found = await dutyMatters(sources, duty);
        standing.matters.push(...found.matters);
        if (index > 0) return;
        standing.own = found.own;
        standing.behind = found.children.filter((node) => node.missing > 0).sort((a, b) => b.overdue - a.overdue || b.missing - a.missing || a.place.localeCompare(b.place));
      })));
  work.push(attempt('quarantine', async () => {
    const page = await sources.quarantine();
    const mine = page.items.filter((one) => one.item !== undefined).length;
    put('quarantineMine', mine, mine > 0 && page.next !== null, '/quarantine');
    put('quarantineArea', page.items.length - mine, page.next !== null, '/quarantine');
  }));
  if (assigning.includes(reader.role)) work.push(attempt('uncovered', async () => put('uncovered', (await sources.uncovered()).households, false, '/uncovered')));
  if (reads('duplicate_candidate')) work.push(counted('duplicates', 'duplicate_candidate', { state: 'open' }, '/duplicates'));
  if (reads('quality_flag')) work.push(counted('flags', 'quality_flag', { state: 'open' }, '/records/quality_flag?state=open'));
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
  return after.filter((matter) => matter.tone !== 'due' && matter.n > (had.get(matter.key) ?? 0));
}
