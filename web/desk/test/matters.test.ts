import type { CoverageNode, Period, RecordType } from '@fangxian/core';
import { describe, expect, it } from 'vitest';
import { type Sources, grown, readStanding } from '../src/use/matters';

const node = (place: string, missing: number, overdue = 0): CoverageNode => ({ place, name: place, level: 4, expected: 10, fulfilled: 10 - missing, late: 0, missing, overdue, responsible: [] });
const period = (id: string, closed_at: string | null = null): Period => ({ id, label: id, opens_at: '', due_at: '', closed_at });
const type = (read: string[]): RecordType => ({ label: { zh: '', en: '' }, duty: '', fields: [{ name: 'holder', label: { zh: '', en: '' }, kind: 'reference', privacy: 'open' }], permissions: { read } });
const types = { duplicate_candidate: type(['county_officer']), quality_flag: type(['county_officer']), post: type(['administrator', 'county_officer']), recheck: type(['rechecker']) };
const empty = { items: [], next: null };
const quiet: Sources = {
  periods: () => Promise.resolve([]),
  coverage: () => Promise.reject(new Error('not asked')),
  open: () => Promise.resolve({ ...empty, total: 0 }),
  quarantine: () => Promise.resolve(empty),
  uncovered: () => Promise.resolve({ households: 0 }),
  lowerSites: () => Promise.reject(new Error('not asked')),
  orders: () => Promise.reject(new Error('not asked')),
  duty: () => Promise.reject(new Error('not asked')),
  responses: () => Promise.reject(new Error('not asked')),
};
const officer = { role: 'county_officer', types, duties: ['household_screening', 'revisit'] };

describe('what a post must do now', () => {
  it('is nothing when nothing is owed, and nothing is unread', async () => {
    expect(await readStanding(quiet, officer)).toEqual({ matters: [], unread: [], own: null, period: null, behind: [], follows: 'duties' });
  });

  it('puts the overdue before the due, and both before what waits for a decision', async () => {
    const found = await readStanding({ ...quiet, periods: (duty) => Promise.resolve(duty === 'revisit' ? [period('r')] : []), coverage: () => Promise.resolve({ node: node('p', 5, 2), children: [] }), open: () => Promise.resolve({ ...empty, total: 9 }) }, officer);
    expect(found.matters.map((matter) => [matter.key, matter.n])).toEqual([['overdue:revisit', 2], ['due:revisit', 3], ['duplicates', 9], ['flags', 9], ['vacant', 9]]);
  });

  it('adds the open periods of a duty, leads to the worst of them, and leaves closed ones out', async () => {
    const asked: string[] = [];
    const found = await readStanding({ ...quiet, periods: () => Promise.resolve([period('a'), period('b'), period('gone', '2020-02-01')]), coverage: (_duty, id) => (asked.push(id), Promise.resolve({ node: node('p', id === 'b' ? 4 : 1, id === 'b' ? 4 : 1), children: [] })) }, { ...officer, duties: ['temperature_measurement'] });
    expect(asked).toEqual(['a', 'b']);
    expect(found.matters).toMatchObject([{ n: 5, tone: 'overdue', to: '/coverage?type=temperature_measurement&period=b&view=missing' }]);
  });

  it('keeps a round of its own for what an older one never reached, beside the newer', async () => {
    const rounds = [{ ...period('second'), source: 'r2' }, { ...period('first'), source: 'r1' }];
    const found = await readStanding({ ...quiet, periods: () => Promise.resolve(rounds), coverage: (_duty, id) => Promise.resolve({ node: id === 'first' ? node('p', 2, 2) : node('p', 7), children: [] }) }, { ...officer, duties: ['household_screening'] });
    expect(found.matters).toMatchObject([
      { key: 'overdue:household_screening:first', n: 2, round: 'first', to: '/coverage?type=household_screening&period=first&view=missing' },
      { key: 'due:household_screening:second', n: 7, round: 'second', to: '/coverage?type=household_screening&period=second&view=missing' },
    ]);
    expect(found.period?.id).toBe('second');
  });

  it('names the places behind, worst first, and no place that is done', async () => {
    const found = await readStanding({ ...quiet, periods: () => Promise.resolve([period('a')]), coverage: () => Promise.resolve({ node: node('p', 6), children: [node('done', 0), node('slow', 5), node('late', 1, 1)] }) }, { ...officer, duties: ['household_screening'] });
    expect(found.behind.map((one) => one.place)).toEqual(['late', 'slow']);
  });

  it('says what could not be read instead of calling it settled', async () => {
    const found = await readStanding({ ...quiet, uncovered: () => Promise.reject(new Error('down')), periods: () => Promise.reject(new Error('down')) }, officer);
    expect(found.unread.sort()).toEqual(['household_screening', 'revisit', 'uncovered']);
  });

  it('counts the cases and contacts that wait for who decides, and leaves their duties to their lists', async () => {
    const permissions = { read: ['cdc_officer', 'village_officer'], 'move:verify': ['cdc_officer'], 'move:follow': ['cdc_officer'] };
    const known = { case_report: { ...type([]), permissions }, contact: { ...type([]), permissions } };
    const totals: Record<string, number> = { 'case_report/reported': 2, 'contact/lost_to_follow_up': 1 };
    const sources = { ...quiet, open: (of: string, { state }: { state?: string }) => Promise.resolve({ ...empty, total: totals[`${of}/${state}`] ?? 0 }) };
    const reading = { role: 'cdc_officer', types: known, duties: ['case_verification', 'case_investigation'] };
    const found = await readStanding(sources, reading);
    expect(found.matters.map(({ key, n, to }) => [key, n, to])).toEqual([['casesToVerify', 2, '/records/case_report?state=reported'], ['contactsLost', 1, '/records/contact?state=lost_to_follow_up']]);
    expect((await readStanding(sources, { ...reading, role: 'village_officer' })).matters).toEqual([]);
  });

  it('counts the filings that wait for who may answer them, and leaves their duty to their list', async () => {
    const filing = { ...type(['county_officer', 'cdc_officer']), permissions: { read: ['county_officer', 'cdc_officer'], 'move:accept': ['county_officer'] } };
    const sources = { ...quiet, open: (of: string, { state }: { state?: string }) => Promise.resolve({ ...empty, total: of === 'return_to_work' && state === 'filed' ? 3 : 0 }) };
    const reading = { ...officer, types: { return_to_work: filing }, duties: ['return_to_work_answer'] };
    expect((await readStanding(sources, reading)).matters).toEqual([{ key: 'filings', n: 3, more: false, tone: 'doubt', to: '/records/return_to_work?state=filed' }]);
    expect((await readStanding(sources, { ...reading, role: 'cdc_officer' })).matters).toEqual([]);
  });

  it('tells orders by what they ask of the post, not as figures of everybody', async () => {
    const reading = { ...officer, types: { ...types, order_receipt: type(['county_officer']) }, duties: ['order_acknowledgement', 'order_report'] };
    const found = await readStanding({ ...quiet, orders: () => Promise.resolve({ acknowledge: 3, acknowledge_overdue: 1, report: 2, report_overdue: 0, verify: 4, escalations: 5 }) }, reading);
    expect(found.matters.map((matter) => [matter.key, matter.n, matter.tone])).toEqual([['escalations', 5, 'overdue'], ['orderAcknowledgeOverdue', 1, 'overdue'], ['orderAcknowledge', 2, 'due'], ['orderReport', 2, 'due'], ['orderVerify', 4, 'doubt']]);
    expect(found.unread).toEqual([]);
  });

  it('tells the roster by what it asks of the post, never as figures of everybody, and says when it could not be read', async () => {
    const reading = { ...officer, types: { ...types, duty_turn: type(['county_officer']) }, duties: ['duty_sign_in', 'duty_handover'] };
    const found = await readStanding({ ...quiet, duty: () => Promise.resolve({ signIn: 1, signInLate: 1, handOver: 1, swaps: 2, asked: 1 }) }, reading);
    expect(found.matters.map((matter) => [matter.key, matter.n, matter.tone, matter.to])).toEqual([['dutySignInLate', 1, 'overdue', '/duty'], ['dutyHandOver', 1, 'due', '/duty'], ['dutySignIn', 1, 'due', '/duty'], ['dutySwapAsked', 1, 'due', '/duty'], ['dutySwaps', 2, 'doubt', '/duty']]);
    expect(found.unread).toEqual([]);
    expect((await readStanding(quiet, reading)).unread).toEqual(['duty']);
    expect((await readStanding({ ...quiet, duty: () => Promise.resolve({ signIn: 0, signInLate: 0, handOver: 0, swaps: 0, asked: 0 }) }, reading)).matters).toEqual([]);
  });

  it('tells levels that end soon to who may prolong them, and to nobody else', async () => {
    const response: RecordType = { ...type(['county_officer', 'cdc_officer']), permissions: { read: ['county_officer', 'cdc_officer'], 'move:prolong': ['county_officer'] } };
    const reading = { ...officer, types: { ...types, response }, duties: ['response_review'] };
    const soon = { ...quiet, responses: () => Promise.resolve({ due: 2 }) };
    expect((await readStanding(soon, reading)).matters).toMatchObject([{ key: 'responseReview', n: 2, tone: 'due', to: '/response' }]);
    expect((await readStanding(soon, { ...reading, role: 'cdc_officer' })).matters.filter(({ key }) => key === 'responseReview')).toEqual([]);
    expect((await readStanding({ ...quiet, responses: () => Promise.resolve({ due: 0 }) }, reading)).matters).toEqual([]);
    expect((await readStanding(quiet, reading)).unread).toEqual(['responses']);
  });

  it('is about the screening of households, whatever other duty the catalogue lists first', async () => {
    const found = await readStanding({ ...quiet, periods: (duty) => Promise.resolve([period(duty)]), coverage: (duty) => Promise.resolve({ node: node('p', duty === 'household_screening' ? 6 : 2), children: [] }) }, { ...officer, duties: ['daily_report', 'household_screening'] });
    expect(found.period?.id).toBe('household_screening');
    expect(found.own?.expected).toBe(node('p', 6).expected);
    expect(found.own?.missing).toBe(6);
  });

  it('tells a prefecture which counties are behind and which are silent, and never that nothing is owed', async () => {
    const site = (standing: 'fresh' | 'silent', overdue: number) => ({ place: 'p', name: 'x', standing, age_seconds: 1, silent_for_seconds: 1, known_at: null, received_at: null, sequence: 1, period: { id: 'r', type: 'household_screening', area: 'p', opens_at: '', due_at: '', closed_at: null, expected: 9, fulfilled: 0, late: 0, missing: 9, overdue } });
    const above = { role: 'upper_officer', types, duties: ['household_screening'] };
    const found = await readStanding({ ...quiet, lowerSites: () => Promise.resolve({ items: [site('fresh', 3), site('silent', 0), site('fresh', 0)] }) }, above);
    expect(found.matters.map((matter) => [matter.key, matter.n])).toEqual([['sitesBehind', 1], ['sitesSilent', 1]]);
    expect((await readStanding(quiet, above)).unread).toEqual(['lowerSites']);
    const clear = async (...items: ReturnType<typeof site>[]) => (await readStanding({ ...quiet, lowerSites: () => Promise.resolve({ items }) }, above)).follows;
    expect(await clear(site('fresh', 0))).toBe('sites');
    expect(await clear(), 'nobody reports yet, which is no good news').toBe('nothing');
  });

  it('tells own items to mend from those of others, and that there are more than were read', async () => {
    const found = await readStanding({ ...quiet, quarantine: () => Promise.resolve({ items: [{ item: {} }, {}, {}], next: 'x' }) }, officer);
    expect(found.matters).toMatchObject([{ key: 'quarantineArea', n: 2, more: true }, { key: 'quarantineMine', n: 1 }]);
  });

  it('asks for an administrator nothing about health', async () => {
    const asked: string[] = [];
    await readStanding({ ...quiet, periods: (duty) => (asked.push(duty), Promise.resolve([])), open: (name) => (asked.push(name), Promise.resolve({ ...empty, total: 0 })) }, { ...officer, role: 'administrator' });
    expect(asked).toEqual(['post']);
  });
});

describe('news', () => {
  const matter = (key: string, n: number, tone: 'overdue' | 'due' | 'doubt' = 'doubt') => ({ key, n, more: false, tone, to: '/' });
  it('is what grew or is new, not what shrank, and not duties that are merely open', () => {
    const before = [matter('flags', 3), matter('duplicates', 2)];
    const after = [matter('flags', 4), matter('duplicates', 1), matter('uncovered', 1), matter('due:revisit', 7, 'due')];
    expect(grown(before, after).map((one) => one.key)).toEqual(['flags', 'uncovered']);
  });
});
