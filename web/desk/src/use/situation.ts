/// Where the rows behind a figure of a situation report are.
import { type Situation, type SituationItem, count } from '@fangxian/core';
import type { RouteLocationRaw } from 'vue-router';
import { locale } from './app';

export const dayBefore = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/// The return's list of a figure; of what no return counts, the page that lists it.
export function rowsBehind(item: SituationItem, place: string, day: string): RouteLocationRaw {
  if (item.item === 'receipts_overdue') return { name: 'orders', query: { view: 'issued' } };
  if (item.item === 'escalations') return { name: 'orders', query: { view: 'escalated' } };
  if (item.item === 'reported') return { name: 'returns', params: { name: 'daily_report', place }, query: { date: day, view: 'signing' } };
  return { name: 'returns', params: { name: item.return, place }, query: { date: day, cell: item.cell } };
}
/// What stands as of now only has no rows of another day.
export const isOfDay = (item: SituationItem): boolean => item.return !== '' || item.item === 'reported';

export const numberText = (item: { share: boolean }, value: number | null | undefined): string => (value === null || value === undefined ? '—' : item.share ? value.toFixed(1) : count(value, locale.value));

/// The figures that the records no longer give as the report does.
export const changedNow = (report: Situation): number => report.figures.filter((one) => one.now !== undefined && one.now !== one.value).length;
