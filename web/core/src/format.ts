/// How figures, instants and places are shown. China has one civil time, UTC+8, wherever the screen stands.
export type Locale = 'zh-CN' | 'en';

const zone = 'Asia/Shanghai';
const tag = (locale: Locale): string => (locale === 'en' ? 'en-GB' : 'zh-CN');

export const count = (value: number | null | undefined, locale: Locale = 'zh-CN'): string =>
  value === null || value === undefined ? '–' : value.toLocaleString(tag(locale));

/// Never rounds up to 100 % while something is missing, nor down to 0 % when something is done.
export function percent(part: number, whole: number): string {
  if (whole <= 0) return '–';
  return part === whole ? '100%' : `${hundredths(part, whole).toFixed(1)}%`;
}
/// The number that `percent` shows; `whole` > 0.
export function hundredths(part: number, whole: number): number {
  if (part === whole) return 100;
  const tenths = Math.round((part / whole) * 1000);
  return Math.min(999, Math.max(part > 0 ? 1 : 0, tenths)) / 10;
}

export const instant = (text: string | number | null | undefined): Date | null => {
  if (text === null || text === undefined || text === '') return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date;
};

export function dateTime(text: string | number | null | undefined, locale: Locale = 'zh-CN'): string {
  const date = instant(text);
  if (!date) return '–';
  return new Intl.DateTimeFormat(tag(locale), {
    timeZone: zone, month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
  }).format(date);
}

export function fullDateTime(text: string | number | null | undefined, locale: Locale = 'zh-CN'): string {
  const date = instant(text);
  if (!date) return '–';
  return new Intl.DateTimeFormat(tag(locale), {
    timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  }).format(date);
}

/// RFC 3339 in China's civil time, the form the server writes: "2020-02-03T08:30:00+08:00".
export function statedAt(date: Date = new Date()): string {
  const civil = new Date(date.getTime() + 8 * 3_600_000);
  return `${civil.toISOString().slice(0, 19)}+08:00`;
}
/// Of a file: "312 KB", "4.8 MB", "5 MB".
export const fileSize = (bytes: number): string => (bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1).replace(/\.0$/, '')} MB`);
export const civilDate = (date: Date = new Date()): string => statedAt(date).slice(0, 10);
export const civilHour = (date: Date = new Date()): number => Number(statedAt(date).slice(11, 13));

/// "3 分钟前" / "in 2 hours", coarse on purpose.
export function relative(text: string | number | null | undefined, now: number, locale: Locale = 'zh-CN'): string {
  const date = instant(text);
  if (!date) return '–';
  const seconds = Math.round((date.getTime() - now) / 1000);
  const steps: [number, Intl.RelativeTimeFormatUnit][] = [[86_400, 'day'], [3_600, 'hour'], [60, 'minute'], [1, 'second']];
  const [size, unit] = steps.find(([step]) => Math.abs(seconds) >= step) ?? [1, 'second'];
  return new Intl.RelativeTimeFormat(tag(locale), { numeric: 'auto' }).format(Math.trunc(seconds / size), unit);
}

/// Where an entry stands in the journal: the server's sequence is year × 10^10 + index from 0; people count from 1.
export const journalEntry = (sequence: number): { year: number; n: number } => ({ year: Math.floor(sequence / 1e10), n: (sequence % 1e10) + 1 });
