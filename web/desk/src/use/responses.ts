/// Response levels as the desk reads and says them.
import { type Plan, type RecordView, type ResponsesAt, allows, liesIn, textOf } from '@fangxian/core';
import { onScopeDispose, shallowRef } from 'vue';
import { api, locale, post, role } from './app';
import { hear } from './live';
import { codeName, sayLabel, typeOf } from './words';

const may = (type: string, action: string): boolean => typeOf(type) !== undefined && allows(typeOf(type)!, action, role.value);
export const readsResponses = (): boolean => may('response', 'read');
export const mayDeclare = (): boolean => may('response', 'create');
/// A level is prolonged and ended from its own place or above it; the server has the last word.
export const mayMove = (record: RecordView, step: string, from = 'in_force'): boolean =>
  record.state === from && may(record.type, `move:${step}`) && post.value !== null && liesIn(textOf(record, 'area'), post.value.place);

/// Who stands below a level sees what is done, who stands above it also how far that has come.
export const mayOpen = (area: string): boolean => post.value !== null && (liesIn(post.value.place, area) || (readsResponses() && liesIn(area, post.value.place)));
export const mayDeclareFor = (area: string): boolean => mayDeclare() && post.value !== null && liesIn(area, post.value.place);

/// Names in a row, as the language of the screen does it.
export const listed = (some: readonly string[]): string => some.join(locale.value === 'en' ? ', ' : '、');
export const levelName = (level: unknown): string => codeName('response_level', level);
export const schemeName = (scheme: unknown): string => codeName('response_scheme', scheme);
export const roleNames = (roles: readonly string[]): string => listed(roles.map((one) => codeName('post_role', one)));

/// The plans stand in the catalogue: read once.
let reading: Promise<Plan[]> | null = null;
export function readPlans(): Promise<Plan[]> {
  reading ??= api.plans().then(({ plans }) => plans);
  reading.catch(() => (reading = null));
  return reading;
}
export const planName = (plan: Pick<Plan, 'plan' | 'label'>): string => sayLabel(plan.label) || plan.plan;

/// What is in force at the own place, as last read.
export const ownLevels = shallowRef<ResponsesAt | null>(null);
export async function readOwnLevels(): Promise<ResponsesAt> {
  return (ownLevels.value = await api.responses());
}

const everyMs = 60_000;
/// Reads again every minute while the page is looked at, and when the channel is back.
export function keepLevelsFresh(read: () => void): void {
  hear('resumed', read);
  const timer = setInterval(() => document.visibilityState === 'visible' && read(), everyMs);
  onScopeDispose(() => clearInterval(timer));
}
