/// The duty roster: what the server says of it, and what desk and phone conclude from that alike.
import type { Api } from './api';
import { type Catalogue, settingOf } from './catalogue';
import { civilDate, statedAt } from './format';
import { type Problem, RequestFailed } from './problem';
import type { PlaceCode } from './wire';
import type { DutyAsked, DutyDetail, DutyNode, DutyNow, DutyOwn, DutyProposal, DutyRole, DutySeat, DutyShift, DutyShiftHead, DutyTurn, SpecialDay } from './wire_duty';

export const dutyRoles: readonly DutyRole[] = ['1', '2', '3', '4'];
export const onCall: DutyRole = '1';
/// The duties that the roster makes for posts: told on its own pages, not as figures of everybody.
export const dutyDuties = ['duty_sign_in', 'duty_handover'];

const minuteMs = 60_000;
const dayMs = 86_400_000;
/// The site's settings of duty. Only what a screen offers follows from these; the server judges.
export interface DutyRules {
  earlyMs: number;
  swapNoticeMs: number;
  restMs: number;
  weekendWeight: number;
  holidayWeight: number;
}
export const dutyRules = (catalogue: Catalogue | null | undefined): DutyRules => ({
  earlyMs: settingOf(catalogue, 'duty_turn', 'early_minutes') * minuteMs,
  swapNoticeMs: settingOf(catalogue, 'duty_turn', 'swap_notice_hours') * 60 * minuteMs,
  restMs: settingOf(catalogue, 'duty_turn', 'rest_hours') * 60 * minuteMs,
  weekendWeight: settingOf(catalogue, 'duty_shift', 'weekend_weight') / 100,
  holidayWeight: settingOf(catalogue, 'duty_shift', 'holiday_weight') / 100,
});

/// Who is on a shift, those on call first, without turns that were cancelled.
export const staffOf = (shift: DutyShift, role?: DutyRole): DutyTurn[] =>
  shift.staff.filter((turn) => turn.state !== 'cancelled' && (!role || turn.duty_role === role)).sort((a, b) => a.duty_role.localeCompare(b.duty_role));
export const absentOf = (shift: DutyShift): DutyTurn[] => staffOf(shift).filter((turn) => turn.absent);
/// From its start until the reliever has signed, also past its end.
export const isRunning = (shift: DutyShiftHead): boolean => shift.state === 'running';
export const isOver = (shift: DutyShiftHead, now: number): boolean => isRunning(shift) && Date.parse(shift.ends_at) <= now;

export type TurnMark = 'absent' | 'signed_in' | 'on_call' | 'swap_asked' | 'swap_accepted' | 'due' | 'planned';
/// What is said beside a name. Absence outranks everything: a swap asked for and not agreed to excuses nobody.
export function markOf(turn: DutyTurn, shift: DutyShiftHead): TurnMark {
  if (turn.absent) return 'absent';
  if (turn.state === 'signed_in') return 'signed_in';
  if (turn.state === 'swap_asked' || turn.state === 'swap_accepted') return turn.state;
  if (turn.duty_role === onCall) return 'on_call';
  return isRunning(shift) ? 'due' : 'planned';
}

const unsigned = (turn: DutyTurn): boolean => turn.state === 'planned' || turn.state === 'swap_asked' || turn.state === 'swap_accepted';
/// Nobody signs in for another, for duty on call, too early, or once the shift is over.
export function maySignIn(turn: DutyTurn, shift: DutyShiftHead, now: number, { earlyMs }: DutyRules): boolean {
  if (!turn.own || turn.duty_role === onCall || !unsigned(turn)) return false;
  if (shift.state !== 'planned' && shift.state !== 'running') return false;
  return now >= Date.parse(shift.starts_at) - earlyMs && now < Date.parse(shift.ends_at);
}
export const mayAskSwap = (turn: DutyTurn, shift: DutyShiftHead, now: number, { swapNoticeMs }: DutyRules): boolean =>
  turn.own && turn.state === 'planned' && shift.state === 'planned' && Date.parse(shift.starts_at) - now >= swapNoticeMs;
/// Signed in on site: who is to sign for the shift before.
export const isReliever = (shift: DutyShift): boolean => staffOf(shift).some((turn) => turn.own && turn.state === 'signed_in' && turn.duty_role !== onCall);
/// The shift whose hand-over the caller is to sign now: the one before, or this one where nothing follows.
export const toTakeOver = (detail: DutyDetail, now: number): DutyShiftHead | null =>
  detail.follows && isReliever(detail.shift) ? detail.follows : detail.may_hand_over && isOver(detail.shift, now) ? detail.shift : null;

const county = 3;
const township = 4;
/// Counties and townships always keep duty, what lies below them when it has a roster.
export const isGap = (node: DutyNode): boolean => node.shift === null && (node.level <= township || Boolean(node.next));
/// Whom to call above a place, nearest first: the township and the county over it. One that cannot be read is left out.
export async function readAbove(api: Pick<Api, 'place' | 'dutyNow'>, place: PlaceCode): Promise<DutyNode[]> {
  const { path } = await api.place(place);
  const above = path.filter((node) => node.place !== place && node.level >= county && node.level <= township).reverse();
  const read = await Promise.all(above.map((node) => api.dutyNow(node.place).catch(() => null)));
  return read.flatMap((now) => now?.nodes.slice(0, 1) ?? []);
}

export interface DutyWaiting {
  signIn: number;
  signInLate: number;
  handOver: number;
  swaps: number;
  /// Swaps that one's own post is asked to take.
  asked: number;
}
/// Own turns in whose shift a hand-over may be waiting: only of these the detail need be asked.
export const inCharge = (read: DutyNow): DutyOwn[] => read.own.filter(({ shift, turn }) => isRunning(shift) && turn.state === 'signed_in' && turn.duty_role !== onCall);
export function dutyWaiting(read: DutyNow, charges: DutyDetail[], now: number, rules: DutyRules): DutyWaiting {
  const due = read.own.filter(({ shift, turn }) => maySignIn(turn, shift, now, rules));
  const signInLate = due.filter(({ shift, turn }) => turn.absent || Date.parse(shift.starts_at) <= now).length;
  const handOver = new Set(charges.flatMap((detail) => toTakeOver(detail, now)?.id ?? [])).size;
  return { signIn: due.length - signInLate, signInLate, handOver, swaps: read.swaps.length, asked: read.asked.length };
}
/// Where a device says it is, as the catalogue takes it: six digits of a degree are a decimetre, more is not taken.
export function pointOf(coords: { longitude: number; latitude: number; accuracy?: number }): { lon: number; lat: number; accuracy_m?: number } {
  const digits = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
  const far = coords.accuracy !== undefined && coords.accuracy >= 0 && coords.accuracy <= 100_000 ? { accuracy_m: Math.round(coords.accuracy) } : {};
  return { lon: digits(coords.longitude), lat: digits(coords.latitude), ...far };
}
/// The turn a person asks about first: the one that runs, else the next to come.
export const currentTurn = (own: DutyOwn[], now: number): DutyOwn | null =>
  own.find(({ shift, turn }) => turn.state !== 'cancelled' && (isRunning(shift) || shift.state === 'planned') && Date.parse(shift.ends_at) > now) ?? null;

/// What a telephone dials: digits, a leading plus, and an extension after a pause. Empty when there is nothing to dial.
export function telOf(phone: string): string {
  const [line = '', extension = ''] = phone.split(/转|ext\.?|x|#|,/i);
  const digits = (text: string): string => text.replace(/\D/g, '');
  if (!digits(line)) return '';
  return `tel:${line.trim().startsWith('+') ? '+' : ''}${digits(line)}${digits(extension) ? `,${digits(extension)}` : ''}`;
}

/// "2026-02" and its weeks from Monday to Sunday, with the days of the months beside it that fill the first and the last.
export function weeksOf(month: string): string[][] {
  const first = Date.parse(`${month}-01T00:00:00Z`);
  const next = Date.parse(`${stepMonth(month, 1)}-01T00:00:00Z`);
  const weeks: string[][] = [];
  const weekday = (new Date(first).getUTCDay() + 6) % 7;
  for (let monday = first - weekday * dayMs; monday < next; monday += 7 * dayMs)
    weeks.push(Array.from({ length: 7 }, (_, day) => new Date(monday + day * dayMs).toISOString().slice(0, 10)));
  return weeks;
}
export function stepMonth(month: string, by: number): string {
  const [year = 1970, at = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, at - 1 + by, 1)).toISOString().slice(0, 7);
}
export const stepDay = (date: string, by: number): string => new Date(Date.parse(`${date}T00:00:00Z`) + by * dayMs).toISOString().slice(0, 10);
export const dayOf = (instant: string): string => civilDate(new Date(instant));
export const isWeekend = (date: string): boolean => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
/// Shifts under the civil day they start on, the earlier first: a shift of 24 hours stands once, on its own day.
export function byDay(shifts: DutyShift[]): Map<string, DutyShift[]> {
  const days = new Map<string, DutyShift[]>();
  for (const shift of [...shifts].sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at))) days.set(dayOf(shift.starts_at), [...(days.get(dayOf(shift.starts_at)) ?? []), shift]);
  return days;
}

/// A shift that is being planned. Its id is made once: sent again after a lost answer it is the same shift.
export interface DutyDraft {
  id: string;
  starts_at: string;
  ends_at: string;
  seats: DutySeat[];
  /// unknown: sent, and no answer came. Such a one may stand already, so it is not changed before that is known.
  outcome: 'new' | 'sending' | 'made' | 'refused' | 'unknown';
  problems: Problem[];
}
export const newDraft = (id: string, starts_at: string, ends_at: string, seats: DutySeat[]): DutyDraft => ({ id, starts_at, ends_at, seats, outcome: 'new', problems: [] });
export const mayChange = (draft: DutyDraft): boolean => draft.outcome === 'new' || draft.outcome === 'refused';
export const draftsOf = (proposal: DutyProposal, id: () => string): DutyDraft[] =>
  proposal.shifts.map(({ starts_at, ends_at, staff }) => newDraft(id(), starts_at, ends_at, staff.map(({ post, duty_role }) => ({ post, duty_role }))));
/// How duty has been kept so far, as the first wish for what comes next: the same people, hours and telephone, from the day
/// the roster ends. Null where nothing has been planned yet.
export function usualOf(shifts: DutyShift[]): (Omit<DutyAsked, 'place' | 'days'> & { phone: string }) | null {
  const kept = shifts.filter(({ state }) => state !== 'cancelled').sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at));
  const last = kept[kept.length - 1];
  if (!last) return null;
  const posts = (role: DutyRole): string[] => [...new Set(kept.flatMap((shift) => staffOf(shift, role).map(({ post }) => post)))];
  // On from the minute the roster ends where shifts follow each other, else at the hour of the last.
  const minuteOf = (at: string): number => { const text = statedAt(new Date(at)); return Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16)); };
  const follows = kept.some((shift) => minuteOf(shift.starts_at) === minuteOf(last.ends_at));
  return {
    from: dayOf(last.ends_at), start_minute: minuteOf(follows ? last.ends_at : last.starts_at), hours: Math.round((Date.parse(last.ends_at) - Date.parse(last.starts_at)) / (60 * minuteMs)), phone: last.phone,
    leaders: posts('1'), duty_leaders: posts('2'), officers: posts('3'), officers_per_shift: Math.max(...kept.map((shift) => staffOf(shift, '3').length)),
  };
}
/// The next shift after the last one planned, or the first of `date`.
export function followingSlot(drafts: DutyDraft[], date: string, startMinute: number, hours: number): { starts_at: string; ends_at: string } {
  const last = Math.max(...drafts.map(({ ends_at }) => Date.parse(ends_at)), -Infinity);
  const start = Number.isFinite(last) ? last : Date.parse(`${date}T00:00:00+08:00`) + startMinute * minuteMs;
  return { starts_at: statedAt(new Date(start)), ends_at: statedAt(new Date(start + hours * 60 * minuteMs)) };
}

export type Clash = 'twice' | 'rest' | 'leader';
/// Rows that the rules would refuse: a post twice on one shift, without its rest between two turns on site, or other than one duty leader.
export function clashesOf(drafts: DutyDraft[], { restMs }: DutyRules): Map<string, Map<string, Clash>> {
  const found = new Map<string, Map<string, Clash>>();
  const put = (draft: DutyDraft, post: string, clash: Clash): void => void found.set(draft.id, (found.get(draft.id) ?? new Map<string, Clash>()).set(post, clash));
  const lastEnd = new Map<string, number>();
  for (const draft of [...drafts].sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at))) {
    const here = draft.seats.filter(({ post }) => post !== '');
    if (here.filter(({ duty_role }) => duty_role === '2').length !== 1) put(draft, '', 'leader');
    for (const { post, duty_role } of here) {
      if (here.filter((one) => one.post === post).length > 1) put(draft, post, 'twice');
      if (duty_role === onCall) continue;
      const end = lastEnd.get(post);
      if (end !== undefined && Date.parse(draft.starts_at) - end < restMs && !found.get(draft.id)?.has(post)) put(draft, post, 'rest');
      lastEnd.set(post, Date.parse(draft.ends_at));
    }
  }
  return found;
}
/// What each post would keep by these drafts; a turn that starts at a weekend or on a holiday counts more, one on a worked
/// weekend day does not, as in the server's proposal.
export function plannedLoad(drafts: DutyDraft[], { weekendWeight, holidayWeight }: DutyRules, special: SpecialDay[] = []): Map<string, { turns: number; weighted: number }> {
  const load = new Map<string, { turns: number; weighted: number }>();
  const kinds = new Map(special.map(({ date, day_kind }) => [date, day_kind]));
  const weightOf = (day: string): number => { const kind = kinds.get(day); return kind === 'holiday' ? holidayWeight : kind === undefined && isWeekend(day) ? weekendWeight : 1; };
  for (const { starts_at, seats } of drafts)
    for (const { post } of seats) {
      if (post === '') continue;
      const sum = load.get(post) ?? { turns: 0, weighted: 0 };
      load.set(post, { turns: sum.turns + 1, weighted: sum.weighted + weightOf(dayOf(starts_at)) });
    }
  return load;
}

/// Sends those not made yet, one after another; `told` hears of each step. A line that is cut ends the round: what has not
/// been sent stays as it is. Returns how many stand.
export async function sendDrafts(drafts: DutyDraft[], create: (draft: DutyDraft) => Promise<unknown>, told: (draft: DutyDraft) => void): Promise<number> {
  let made = drafts.filter(({ outcome }) => outcome === 'made').length;
  for (const draft of drafts) {
    if (draft.outcome === 'made') continue;
    told({ ...draft, outcome: 'sending', problems: [] });
    try {
      await create(draft);
      told({ ...draft, outcome: 'made', problems: [] });
      ++made;
    } catch (error) {
      const failure = error instanceof RequestFailed ? error : new RequestFailed(0, []);
      told({ ...draft, outcome: failure.passing ? 'unknown' : 'refused', problems: failure.problems });
      if (failure.passing || failure.status === 401) return made;
    }
  }
  return made;
}
