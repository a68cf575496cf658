import { describe, expect, it } from 'vitest';
import {
  type DutyDetail, type DutyDraft, type DutyNow, type DutyShift, type DutyTurn, type PlaceNode, RequestFailed,
  absentOf, byDay, clashesOf, currentTurn, draftsOf, dutyWaiting, followingSlot, inCharge, isGap, isWeekend, markOf, mayAskSwap, mayChange, maySignIn, newDraft, plannedLoad, pointOf, readAbove, sendDrafts, stepDay, stepMonth, telOf, toTakeOver, usualOf, weeksOf,
} from '../src';

const turn = (more: Partial<DutyTurn> = {}): DutyTurn => ({
  turn: 't', version: 1, state: 'planned', post: 'p', post_name: '镇长', holder_name: '王', duty_role: '3', signed_in_at: null, absent: false, swap_with: null, swap_with_name: null, swap_reason: null, swap_answer: null, own: true, may_answer: false, may_decide: false, ...more,
});
const shift = (more: Partial<DutyShift> = {}): DutyShift => ({
  id: 's', version: 1, state: 'running', area: '610627000000', area_name: '甘泉县', starts_at: '2026-02-02T08:00:00+08:00', ends_at: '2026-02-03T08:00:00+08:00', phone: '0911-4220110', note: null,
  handover_note: null, handed_over_at: null, handed_over_to_name: null, open_matters: null, staff: [], ...more,
});
const at = (text: string): number => Date.parse(`2026-02-0${text}:00+08:00`);

const rules = { earlyMs: 3_600_000, swapNoticeMs: 24 * 3_600_000, restMs: 12 * 3_600_000, weekendWeight: 1.5, holidayWeight: 2 };

describe('signing in', () => {
  it('is open from an hour before the start until the end, and not a minute beyond', () => {
    const planned = shift({ state: 'planned' });
    expect(maySignIn(turn(), planned, at('2T06:59'), rules)).toBe(false);
    expect(maySignIn(turn(), planned, at('2T07:00'), rules)).toBe(true);
    expect(maySignIn(turn(), shift(), at('3T07:59'), rules)).toBe(true);
    expect(maySignIn(turn(), shift(), at('3T08:00'), rules)).toBe(false);
  });
  it('is never offered for another post, for duty on call, twice, or on a shift that is cancelled', () => {
    const now = at('2T09:00');
    expect(maySignIn(turn({ own: false }), shift(), now, rules)).toBe(false);
    expect(maySignIn(turn({ duty_role: '1' }), shift(), now, rules)).toBe(false);
    expect(maySignIn(turn({ state: 'signed_in' }), shift(), now, rules)).toBe(false);
    expect(maySignIn(turn({ state: 'cancelled' }), shift(), now, rules)).toBe(false);
    expect(maySignIn(turn(), shift({ state: 'cancelled' }), now, rules)).toBe(false);
  });
  it('is still open while a swap that the taker has accepted waits to be agreed to', () => expect(maySignIn(turn({ state: 'swap_accepted' }), shift(), at('2T09:00'), rules)).toBe(true));
  it('is still open to who has asked for a swap that nobody has agreed to', () => expect(maySignIn(turn({ state: 'swap_asked' }), shift(), at('2T09:00'), rules)).toBe(true));
});

describe('a name on the list', () => {
  it('is absent before it is anything else: a swap asked for excuses nobody', () => {
    expect(markOf(turn({ absent: true, state: 'swap_asked' }), shift())).toBe('absent');
    expect(markOf(turn({ duty_role: '1' }), shift())).toBe('on_call');
    expect(markOf(turn(), shift())).toBe('due');
    expect(markOf(turn(), shift({ state: 'planned' }))).toBe('planned');
    expect(markOf(turn({ state: 'signed_in' }), shift())).toBe('signed_in');
  });
  it('does not count a cancelled turn as absent', () => {
    expect(absentOf(shift({ staff: [turn({ absent: true }), turn({ absent: true, state: 'cancelled' }), turn()] }))).toHaveLength(1);
  });
});

describe('where somebody signs in', () => {
  it('is a position the catalogue takes, whatever the device measures', () => {
    expect(pointOf({ longitude: 109.35123456789, latitude: 36.2750001, accuracy: 12.6 })).toEqual({ lon: 109.351235, lat: 36.275, accuracy_m: 13 });
    expect(pointOf({ longitude: 1, latitude: 2, accuracy: 5e6 })).toEqual({ lon: 1, lat: 2 });
  });
});

describe('a swap', () => {
  it('is asked for a day ahead, by the post itself, once', () => {
    const planned = shift({ state: 'planned' });
    expect(mayAskSwap(turn(), planned, at('1T08:00'), rules)).toBe(true);
    expect(mayAskSwap(turn(), planned, at('1T08:01'), rules)).toBe(false);
    expect(mayAskSwap(turn({ state: 'swap_asked' }), planned, at('1T07:00'), rules)).toBe(false);
    expect(mayAskSwap(turn({ own: false }), planned, at('1T07:00'), rules)).toBe(false);
  });
});

const detail = (more: Partial<DutyDetail> = {}): DutyDetail => ({ as_of: '', shift: shift(), log: [], open: [], escalations: 0, follows: null, next: null, may_hand_over: false, may_cancel: false, may_change: false, may_log: false, ...more });
describe('a hand-over', () => {
  const before = shift({ id: 'before', starts_at: '2026-02-01T08:00:00+08:00', ends_at: '2026-02-02T08:00:00+08:00' });
  it('is signed by who has signed in on site, by no one on call and by no stranger', () => {
    const by = (one: DutyTurn) => toTakeOver(detail({ follows: before, shift: shift({ staff: [one] }) }), at('2T09:00'))?.id;
    expect(by(turn({ state: 'signed_in' }))).toBe('before');
    expect(by(turn())).toBeUndefined();
    expect(by(turn({ state: 'signed_in', duty_role: '1' }))).toBeUndefined();
    expect(by(turn({ state: 'signed_in', own: false }))).toBeUndefined();
  });
  it('of one\'s own shift waits for its end', () => {
    expect(toTakeOver(detail({ may_hand_over: true }), at('3T07:00'))).toBeNull();
    expect(toTakeOver(detail({ may_hand_over: true }), at('3T08:00'))?.id).toBe('s');
    expect(toTakeOver(detail({ may_hand_over: true, shift: shift({ state: 'handed_over' }) }), at('3T08:00'))).toBeNull();
  });
  it('is told once, however many turns lead to it', () => {
    const mine = turn({ state: 'signed_in' });
    const read: DutyNow = { as_of: '', place: '', place_name: '', nodes: [], gaps: 0, absent: 0, swaps: [], asked: [], own: [{ shift: shift(), turn: mine }, { shift: shift(), turn: { ...mine, duty_role: '1' } }, { shift: shift({ id: 'n', state: 'planned', starts_at: '2026-02-09T08:00:00+08:00', ends_at: '2026-02-10T08:00:00+08:00' }), turn: turn() }] };
    expect(inCharge(read)).toHaveLength(1);
    const charge = detail({ follows: before, shift: shift({ staff: [mine] }) });
    expect(dutyWaiting(read, [charge, charge], at('2T09:00'), rules)).toEqual({ signIn: 0, signInLate: 0, handOver: 1, swaps: 0, asked: 0 });
  });
});

describe('what waits on the home page', () => {
  const read = (own: DutyNow['own']): DutyNow => ({ as_of: '', place: '', place_name: '', nodes: [], gaps: 0, absent: 0, swaps: [], asked: [], own });
  it('is due in the hour before, late from the start, and nothing once signed', () => {
    const own = [{ shift: shift(), turn: turn() }];
    expect(dutyWaiting(read(own), [], at('2T07:30'), rules)).toMatchObject({ signIn: 1, signInLate: 0 });
    expect(dutyWaiting(read(own), [], at('2T08:00'), rules)).toMatchObject({ signIn: 0, signInLate: 1 });
    expect(dutyWaiting(read([{ shift: shift(), turn: turn({ state: 'signed_in' }) }]), [], at('2T09:00'), rules)).toEqual({ signIn: 0, signInLate: 0, handOver: 0, swaps: 0, asked: 0 });
    expect(dutyWaiting(read(own), [], at('1T09:00'), rules)).toMatchObject({ signIn: 0, signInLate: 0 });
  });
  it('shows the turn that runs, else the next, never one that is over', () => {
    const next = { shift: shift({ id: 'next', state: 'planned', starts_at: '2026-02-05T08:00:00+08:00', ends_at: '2026-02-06T08:00:00+08:00' }), turn: turn() };
    expect(currentTurn([{ shift: shift(), turn: turn() }, next], at('2T09:00'))?.shift.id).toBe('s');
    expect(currentTurn([{ shift: shift(), turn: turn() }, next], at('3T09:00'))?.shift.id).toBe('next');
    expect(currentTurn([], at('3T09:00'))).toBeNull();
  });
});

describe('whom to call above', () => {
  const node = (place: string, level: number): PlaceNode => ({ place, level, name: place });
  const now = (place: string): Promise<DutyNow> => Promise.resolve({ as_of: '', place, place_name: place, nodes: [{ place, name: place, level: 0, shift: null }, { place: `${place}-below`, name: '', level: 0, shift: null }], gaps: 0, own: [], swaps: [], asked: [], absent: 0 });
  const path = [node('省', 1), node('市', 2), node('县', 3), node('镇', 4), node('村', 5), node('组', 6)];
  it('is the township, then the county; nobody beyond, nobody beside, and not the place itself', async () => {
    const of = (place: string, length: number) => readAbove({ place: () => Promise.resolve({ ...node(place, 0), path: path.slice(0, length), children: [], responsible: [] }), dutyNow: (at) => now(at!) }, place).then((nodes) => nodes.map((one) => one.place));
    expect(await of('组', 6)).toEqual(['镇', '县']);
    expect(await of('镇', 4)).toEqual(['县']);
    expect(await of('县', 3)).toEqual([]);
  });
  it('leaves out what cannot be read, and keeps the rest', async () => {
    const found = await readAbove({ place: () => Promise.resolve({ ...node('村', 5), path: path.slice(0, 5), children: [], responsible: [] }), dutyNow: (at) => (at === '镇' ? Promise.reject(new RequestFailed(403, [])) : now(at!)) }, '村');
    expect(found.map((one) => one.place)).toEqual(['县']);
  });
});

describe('a gap', () => {
  it('is a county or township with nobody, or a village whose roster has a hole; never a place that keeps no duty', () => {
    const node = (level: number, more = {}) => ({ place: 'p', name: '', level, shift: null, next: null, ...more });
    expect([3, 4, 5, 6].map((level) => isGap(node(level)))).toEqual([true, true, false, false]);
    expect(isGap(node(5, { next: shift() }))).toBe(true);
    expect(isGap(node(4, { shift: shift() }))).toBe(false);
  });
});

describe('a telephone', () => {
  it('dials its digits, its extension after a pause, and nothing that is none', () => {
    expect(telOf('0911-422 0110')).toBe('tel:09114220110');
    expect(telOf('0911-4220110转8001')).toBe('tel:09114220110,8001');
    expect(telOf('+86 911 4220110 ext. 2')).toBe('tel:+869114220110,2');
    expect(telOf('待定')).toBe('');
    expect(telOf('javascript:alert(1)//')).toBe('tel:1');
  });
});

describe('the month', () => {
  it('has whole weeks from Monday, and every day of it once', () => {
    const weeks = weeksOf('2020-02');
    expect(weeks[0]).toEqual(['2020-01-27', '2020-01-28', '2020-01-29', '2020-01-30', '2020-01-31', '2020-02-01', '2020-02-02']);
    expect(weeks.flat().filter((day) => day.startsWith('2020-02'))).toHaveLength(29);
    expect(weeksOf('2021-02')).toHaveLength(4);
    expect(weeksOf('2026-08')).toHaveLength(6);
    for (const month of ['2026-01', '2026-11', '2027-02']) expect(weeksOf(month).length * 7).toBeLessThanOrEqual(42);
  });
  it('steps over the year, and from a long month into a short one', () => {
    expect(stepMonth('2026-12', 1)).toBe('2027-01');
    expect(stepMonth('2026-01', -1)).toBe('2025-12');
    expect(stepDay('2028-02-28', 1)).toBe('2028-02-29');
    expect([isWeekend('2026-02-07'), isWeekend('2026-02-09')]).toEqual([true, false]);
  });
  it('shows a shift of 24 hours on the civil day it starts, wherever the instant is written', () => {
    const days = byDay([shift({ id: 'late', starts_at: '2026-02-02T12:00:00Z' }), shift({ id: 'night', starts_at: '2026-02-01T16:30:00Z' })]);
    expect([...days].map(([day, shifts]) => [day, shifts.map(({ id }) => id)])).toEqual([['2026-02-02', ['night', 'late']]]);
  });
});

const draft = (id: string, start: string, end: string, ...seats: [string, '1' | '2' | '3'][]): DutyDraft => newDraft(id, `2026-02-0${start}:00+08:00`, `2026-02-0${end}:00+08:00`, seats.map(([post, duty_role]) => ({ post, duty_role })));
describe('a plan', () => {
  it('marks who stands twice, who gets no rest, and a shift without its one leader on site', () => {
    const clashes = clashesOf([draft('a', '2T08:00', '3T08:00', ['x', '2'], ['y', '3'], ['y', '3']), draft('b', '3T08:00', '4T08:00', ['x', '3'], ['z', '2']), draft('c', '4T08:00', '5T08:00', ['w', '1'], ['', '2']), draft('d', '5T20:00', '6T08:00', ['x', '2'], ['y', '2'])], rules);
    expect([...clashes].map(([id, posts]) => [id, [...posts]])).toEqual([['a', [['y', 'twice']]], ['b', [['x', 'rest']]], ['c', [['', 'leader']]], ['d', [['', 'leader']]]]);
  });
  it('lets a leader on call lead on call day after day', () => {
    expect(clashesOf([draft('a', '2T08:00', '3T08:00', ['x', '1'], ['y', '2']), draft('b', '3T08:00', '4T08:00', ['x', '1'], ['z', '2'])], rules).size).toBe(0);
  });
  it('counts a weekend for more, and a seat without a post for nobody', () => {
    const special = [{ date: '2026-02-02', day_kind: 'holiday' as const, name: '春节' }, { date: '2026-02-07', day_kind: 'workday' as const, name: '调休' }];
    expect(plannedLoad([draft('a', '2T08:00', '3T08:00', ['x', '2']), draft('b', '7T08:00', '8T08:00', ['y', '2'])], rules, special)).toEqual(new Map([['x', { turns: 1, weighted: 2 }], ['y', { turns: 1, weighted: 1 }]]));
    const load = plannedLoad([draft('a', '2T08:00', '3T08:00', ['x', '2'], ['', '3']), draft('b', '7T08:00', '8T08:00', ['x', '2'])], rules);
    expect([...load]).toEqual([['x', { turns: 2, weighted: 2.5 }]]);
  });
  it('begins with the people, hours and telephone of before, from the day the roster ends; not with who was cancelled', () => {
    const first = shift({ staff: [turn({ post: 'a', duty_role: '2' }), turn({ post: 'b' }), turn({ post: 'c' }), turn({ post: 'gone', state: 'cancelled' })] });
    const second = shift({ id: 'n', starts_at: '2026-02-03T08:00:00+08:00', ends_at: '2026-02-03T20:00:00+08:00', phone: '0911-1', staff: [turn({ post: 'b', duty_role: '2' }), turn({ post: 'c' })] });
    const dead = shift({ id: 'd', state: 'cancelled', starts_at: '2026-02-08T08:00:00+08:00', ends_at: '2026-02-09T08:00:00+08:00' });
    expect(usualOf([second, dead, first])).toEqual({ from: '2026-02-03', start_minute: 480, hours: 12, phone: '0911-1', leaders: [], duty_leaders: ['a', 'b'], officers: ['b', 'c'], officers_per_shift: 2 });
    expect(usualOf([dead])).toBeNull();
    const night = shift({ id: 'm', starts_at: '2026-02-03T20:00:00+08:00', ends_at: '2026-02-04T08:00:00+08:00' });
    expect(usualOf([second, night])).toMatchObject({ from: '2026-02-04', start_minute: 480 });
  });
  it('goes on where it ends when a shift is added', () => {
    expect(followingSlot([], '2026-02-02', 480, 24)).toEqual({ starts_at: '2026-02-02T08:00:00+08:00', ends_at: '2026-02-03T08:00:00+08:00' });
    expect(followingSlot([draft('a', '2T08:00', '3T08:00')], '2026-02-02', 480, 12).starts_at).toBe('2026-02-03T08:00:00+08:00');
  });
});

describe('sending a plan', () => {
  const failure = (status: number) => new RequestFailed(status, [{ number: '422.270', zh: '休息不足', en: 'no rest' }]);
  async function send(drafts: DutyDraft[], create: (one: DutyDraft) => Promise<unknown>): Promise<DutyDraft[]> {
    const after = new Map(drafts.map((one) => [one.id, one]));
    await sendDrafts(drafts, create, (one) => after.set(one.id, one));
    return [...after.values()];
  }
  const three = () => draftsOf({ load: [], shifts: ['2', '3', '4'].map((day) => ({ starts_at: `2026-02-0${day}T08:00:00+08:00`, ends_at: `2026-02-0${Number(day) + 1}T08:00:00+08:00`, staff: [] })) }, (() => { let n = 0; return () => String(++n); })());

  it('goes on after a refusal, and says what was refused', async () => {
    const after = await send(three(), (one) => (one.id === '2' ? Promise.reject(failure(422)) : Promise.resolve()));
    expect(after.map(({ outcome }) => outcome)).toEqual(['made', 'refused', 'made']);
    expect(after[1]!.problems[0]!.zh).toBe('休息不足');
    expect(after.map(mayChange)).toEqual([false, true, false]);
  });
  it('stops when the line is cut, changes nothing that may stand, and never makes one twice', async () => {
    const asked: string[] = [];
    const cut = await send(three(), (one) => (asked.push(one.id), one.id === '2' ? Promise.reject(failure(0)) : Promise.resolve()));
    expect(cut.map(({ outcome }) => outcome)).toEqual(['made', 'unknown', 'new']);
    expect(cut.map(mayChange)).toEqual([false, false, true]);
    const again = await send(cut, (one) => (asked.push(one.id), Promise.resolve()));
    expect(again.map(({ outcome }) => outcome)).toEqual(['made', 'made', 'made']);
    expect(asked).toEqual(['1', '2', '2', '3']);
  });
});
