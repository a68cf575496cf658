/// The duty roster as the desk reads and says it.
import { type DutyDetail, type DutyShiftHead, type DutyTurn, type DutyWaiting, type SpecialDay, type TurnMark, allows, dayOf, dutyDuties, dutyRules, dutyWaiting, inCharge, statedAt } from '@fangxian/core';
import { onScopeDispose } from 'vue';
import { api, catalogue, locale, role } from './app';
import { hear } from './live';
import { codeName, typeOf } from './words';

export const roleName = (turn: Pick<DutyTurn, 'duty_role'>): string => codeName('duty_role', turn.duty_role);
export const mayPlan = (): boolean => typeOf('duty_shift') !== undefined && allows(typeOf('duty_shift')!, 'create', role.value);
export const markTone: Record<TurnMark, string> = { absent: 'overdue', signed_in: 'done', on_call: '', swap_asked: 'late', swap_accepted: 'late', due: 'late', planned: '' };
/// A post that nobody holds cannot keep duty: `vacant` is said in the place of a name.
export const personOf = (turn: DutyTurn, vacant: string): string => turn.holder_name || vacant;

/// "08:00", in the civil time of China.
export const clockText = (instant: string): string => statedAt(new Date(instant)).slice(11, 16);
const dayText = (instant: string): string => new Intl.DateTimeFormat(locale.value === 'en' ? 'en-GB' : 'zh-CN', { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(new Date(`${dayOf(instant)}T00:00:00Z`));
/// "2月3日 08:00 – 2月4日 08:00"; the day is said once where both ends are of it.
export function spanText({ starts_at, ends_at }: Pick<DutyShiftHead, 'starts_at' | 'ends_at'>): string {
  const sameDay = dayOf(starts_at) === dayOf(ends_at);
  return `${dayText(starts_at)} ${clockText(starts_at)} – ${sameDay ? '' : `${dayText(ends_at)} `}${clockText(ends_at)}`;
}
export const hoursText = ({ starts_at, ends_at }: Pick<DutyShiftHead, 'starts_at' | 'ends_at'>): string => `${clockText(starts_at)}–${clockText(ends_at)}`;
/// "2026-02-03" as "2月3日 星期二", "Tue 3 Feb".
export const dateText = (date: string, weekday: 'short' | 'long' = 'short'): string =>
  new Intl.DateTimeFormat(locale.value === 'en' ? 'en-GB' : 'zh-CN', { month: 'short', day: 'numeric', weekday, timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
/// "春节（休）", "春节调休（班）": what kind of day it is stands in words.
export const specialText = ({ day_kind, name }: SpecialDay): string => (locale.value === 'en' ? `${name} (${day_kind === 'holiday' ? 'holiday' : 'worked'})` : `${name}（${day_kind === 'holiday' ? '休' : '班'}）`);
export const monthText = (month: string): string =>
  new Intl.DateTimeFormat(locale.value === 'en' ? 'en-GB' : 'zh-CN', { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`));
/// Monday first.
export const weekdays = (): string[] =>
  Array.from({ length: 7 }, (_, day) => new Intl.DateTimeFormat(locale.value === 'en' ? 'en-GB' : 'zh-CN', { weekday: 'short', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, 1 + day))));

/// What duty asks of the caller's own post. A hand-over is asked for only where one may be waiting.
export async function readWaiting(): Promise<DutyWaiting> {
  const read = await api.dutyNow();
  const charges = await Promise.all(inCharge(read).map(({ shift }): Promise<DutyDetail> => api.dutyShift(shift.id)));
  return dutyWaiting(read, charges, Date.parse(read.as_of) || Date.now(), dutyRules(catalogue.value));
}

const everyMs = 30_000;
const soonMs = 800;
/// Runs `read` every half minute while the page is looked at, when it is looked at again, and when somebody signs in or over.
export function keepFresh(read: () => unknown): void {
  let soon: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => void (document.visibilityState === 'visible' && read());
  const timer = setInterval(look, everyMs);
  document.addEventListener('visibilitychange', look);
  hear('coverage', (data) => {
    if (!dutyDuties.includes((data as { type: string }).type)) return;
    clearTimeout(soon);
    soon = setTimeout(look, soonMs);
  });
  hear('resumed', look);
  onScopeDispose(() => {
    clearInterval(timer);
    clearTimeout(soon);
    document.removeEventListener('visibilitychange', look);
  });
}
