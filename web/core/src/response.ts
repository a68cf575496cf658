/// Response levels: what desk and phone conclude alike from what the server says of them.
import { type Locale, instant } from './format';
import type { Fields, PlaceCode } from './wire';
import type { AdjustmentRow, Adjustments, MeasureOpening, Plan, PlanMeasure, ResponseProblem } from './wire_response';

/// The duty that a response makes for the post that declared it: told on its own pages.
export const responseDuties = ['response_review'];
/// As catalog/command/response.jsonc has it; only what a screen offers follows from it, the server judges.
export const reviewMs = 24 * 3_600_000;

export type LevelTone = 'calm' | 'note' | 'watch' | 'grave' | 'worst';
const tones: Record<string, LevelTone> = { IV: 'note', III: 'watch', II: 'grave', I: 'worst', none: 'calm', case: 'watch', cluster: 'grave', spread: 'worst', low: 'calm', medium: 'watch', high: 'worst' };
/// How grave a level is, for its colour; the words stand beside it.
export const levelTone = (level: unknown): LevelTone => tones[String(level)] ?? 'note';

/// A move up or down the ladder of a plan; null where one of both is not on it.
export function levelStep(plan: Pick<Plan, 'levels'>, from: string | null | undefined, to: string | null | undefined): 'up' | 'down' | 'same' | null {
  const at = (level: string | null | undefined): number => plan.levels.findIndex((one) => one.level === level);
  const [a, b] = [at(from), at(to)];
  return a < 0 || b < 0 ? null : a === b ? 'same' : a < b ? 'up' : 'down';
}
/// Graver first, then in the order of the schemes.
const graveness: LevelTone[] = ['worst', 'grave', 'watch', 'note', 'calm'];
export const byGraveness = <T extends { scheme: string; level: string }>(some: readonly T[]): T[] =>
  [...some].sort((a, b) => graveness.indexOf(levelTone(a.level)) - graveness.indexOf(levelTone(b.level)) || a.scheme.localeCompare(b.scheme));

/// "剩 2 天 3 小时", "2 d 3 h left": rounded down, so that nobody counts on time that is not there.
export function timeLeft(ends_at: unknown, now: number, locale: Locale): { text: string; over: boolean; soon: boolean } {
  const end = instant(ends_at as string)?.getTime();
  if (end === undefined) return { text: '', over: false, soon: false };
  const minutes = Math.floor((end - now) / 60_000);
  if (end <= now) return { text: locale === 'en' ? 'over' : '已到期', over: true, soon: false };
  const parts = ([[Math.floor(minutes / 1440), '天', 'd'], [Math.floor((minutes % 1440) / 60), '小时', 'h'], [minutes % 60, '分钟', 'min']] as const).map(([n, zh, en]) => ({ n, text: locale === 'en' ? `${n} ${en}` : `${n} ${zh}` }));
  const first = parts.findIndex(({ n }) => n > 0);
  const said = first < 0 ? (locale === 'en' ? '< 1 min' : '不到 1 分钟') : parts.slice(first, first === 0 ? 2 : 3).filter(({ n }) => n > 0).map(({ text }) => text).join(' ');
  return { text: locale === 'en' ? `${said} left` : `剩 ${said}`, over: false, soon: end - now <= reviewMs };
}

/// The levels of places, as plans name them: 3 county, 4 township, 5 village, 6 group.
const kinds = ['', 'province', 'prefecture', 'county', 'township', 'village', 'group'];
export const placeKind = (level: number): string => kinds[level] ?? '';
export const plansFor = (plans: readonly Plan[], kind: string): Plan[] => plans.filter((plan) => plan.areas.includes(kind));

/// Whether a place is another one or lies in it.
export function liesIn(place: PlaceCode, above: PlaceCode): boolean {
  const parts = above.length > 12 ? [15] : [12, 9, 6, 4, 2];
  const stem = parts.find((n, at) => at === parts.length - 1 || /[1-9]/.test(above.slice(parts[at + 1], n)))!;
  return place.startsWith(above.slice(0, stem));
}

export const measuresOf = (plan: Pick<Plan, 'measures'>, level: string): PlanMeasure[] => plan.measures.filter((one) => one.levels.includes(level));

/// Rows of the record: only of measures that the level has, and only what says something.
export function adjustmentRows(adjustments: Adjustments, plan: Pick<Plan, 'measures'> | null, level: string): AdjustmentRow[] {
  if (!plan) return [];
  return measuresOf(plan, level).flatMap(({ measure }): AdjustmentRow[] => {
    const { leaving, left_out = '', ends_at } = adjustments[measure] ?? {};
    if (leaving) return left_out.trim() ? [{ measure, left_out: left_out.trim() }] : [];
    return ends_at ? [{ measure, ends_at }] : [];
  });
}
/// Measures that shall be left out and do not say why yet.
export const unexplained = (adjustments: Adjustments, plan: Pick<Plan, 'measures'> | null, level: string): string[] =>
  plan ? measuresOf(plan, level).map(({ measure }) => measure).filter((measure) => adjustments[measure]?.leaving && !adjustments[measure]?.left_out?.trim()) : [];

export const figureNames = ['confirmed_total', 'confirmed_recent', 'clusters_recent', 'unlinked_recent'] as const;
const previewNames = ['area', 'plan', 'level', 'ends_at', 'adjustments', ...figureNames];
/// What the preview is asked with: nothing before area, plan and level are chosen.
export function previewFields(answers: Fields): Fields | null {
  if (!answers['area'] || !answers['plan'] || !answers['level']) return null;
  return Object.fromEntries(previewNames.filter((name) => answers[name] !== undefined).map((name) => [name, answers[name]]));
}

/// The problems that stand at one measure: those that name its row, or name it in words.
export function problemsAt(opening: Pick<MeasureOpening, 'measure' | 'label'>, problems: readonly ResponseProblem[]): ResponseProblem[] {
  const names = [opening.measure, opening.label?.zh, opening.label?.en].filter((name): name is string => Boolean(name));
  return problems.filter((problem) => problem.field?.startsWith('adjustments') && names.some((name) => problem.zh.includes(`“${name}”`) || problem.en.includes(`"${name}"`)));
}
