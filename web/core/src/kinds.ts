/// One value of each kind, read as the server reads it (src/catalog/kinds).
import type { CatalogueField, CodeList } from './catalogue';
import type { problemTexts } from './generated/problems';

/// What fills a gap of a problem's text: the same in both languages, or a text in each.
export type Words = string | { zh: string; en: string };
export interface Refusal {
  problem: keyof typeof problemTexts;
  args?: Words[]; // {1}, {2}… of its text; {0} is the field's label
}
/// An undefined value: nothing was given (blank text, no codes).
export type Read = { value: unknown } | Refusal;
type Codes = CodeList['codes'];

const wrongType = (zh: string, en: string): Refusal => ({ problem: 'field_wrong_type', args: [{ zh, en }] });
const blank = /^[ \t\r\n\u3000]+|[ \t\r\n\u3000]+$/g;
const trimmed = (text: string): string => text.replace(blank, '');

/// Full-width letters, digits and signs as ASCII, trimmed.
const halfWidth = (text: string): string =>
  trimmed(text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)));

/// Controls, zero-width and bidirectional characters; several lines may hold new lines, tabs and the joiners of emoji.
const unseen = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/; // eslint-disable-line no-control-regex
const unseenInLines = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/; // eslint-disable-line no-control-regex

export function readValue(field: CatalogueField, codes: Codes, json: unknown, today: string): Read {
  switch (field.kind) {
    case 'text': return readText(field, json, unseen);
    case 'long_text': return readText(field, json, unseenInLines);
    case 'integer': return readNumber(field, json, 0);
    case 'decimal': return readNumber(field, json, field.digits ?? 0);
    case 'temperature': return readNumber({ min: 34, max: 42, ...field }, json, 1);
    case 'date': return readDate(field, json);
    case 'instant': return readInstant(field, json);
    case 'code': return readCode(codes, json, today);
    case 'codes': return readCodes(field, codes, json, today);
    case 'boolean': return typeof json === 'boolean' ? { value: json } : wrongType('是或否', 'true or false');
    case 'division': return readPlace(json, false);
    case 'place': return readPlace(json, true);
    case 'id_card': return readIdCard(json);
    case 'credit_code': return readCreditCode(json);
    case 'phone': return readPhone(json);
    case 'geo_point': return readPoint(json);
    default: return readId(json); // household, person, reference, attachment
  }
}

function readText(field: CatalogueField, json: unknown, forbidden: RegExp): Read {
  if (typeof json !== 'string') return wrongType('文字', 'text');
  const text = trimmed(json);
  if (text === '') return { value: undefined };
  if (forbidden.test(text)) return { problem: 'text_control_characters' };
  const most = field.length_max ?? (field.kind === 'long_text' ? 2000 : 200);
  return [...text].length > most ? { problem: 'field_too_long', args: [String(most)] } : { value: text };
}

function readNumber(field: Pick<CatalogueField, 'min' | 'max'>, json: unknown, digits: number): Read {
  const wrong = digits === 0 ? wrongType('整数', 'a whole number') : wrongType('数字', 'a number');
  if (typeof json !== 'number' || !Number.isFinite(json)) return wrong;
  const power = 10 ** digits;
  const scaled = Math.round(json * power);
  if (Math.abs(scaled) > Number.MAX_SAFE_INTEGER) return wrong;
  if (Math.abs(scaled / power - json) > Math.abs(json) * 2 ** -51) return { problem: 'field_too_many_digits', args: [String(digits)] };
  return inRange(field, scaled / power, (bound) => bound as number);
}

function inRange<T>(field: Pick<CatalogueField, 'min' | 'max'>, value: T, rank: (value: unknown) => number): Read {
  const { min, max } = field as { min?: unknown; max?: unknown };
  const above = min === undefined || min === null || rank(value) >= rank(min);
  const below = max === undefined || max === null || rank(value) <= rank(max);
  const shown = (bound: unknown): string => (bound === undefined || bound === null ? '…' : String(bound));
  return above && below ? { value } : { problem: 'field_out_of_range', args: [shown(min), shown(max)] };
}

function isDay(text: string): boolean {
  const [year, month, day] = text.split('-').map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1900 && year <= 2199 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function readDate(field: CatalogueField, json: unknown): Read {
  if (typeof json !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(json) || !isDay(json))
    return wrongType('日期，如 2020-02-03', 'a date such as 2020-02-03');
  return inRange(field, json, (value) => Date.parse(String(value)));
}

const civilOffset = 8 * 3_600_000; // China, UTC+8

/// As the server writes it: China's civil time, milliseconds only when not zero.
export function formatInstant(ms: number): string {
  const local = new Date(ms + civilOffset).toISOString();
  return local.slice(0, 19) + (ms % 1000 === 0 ? '' : local.slice(19, 23)) + '+08:00';
}

function readInstant(field: CatalogueField, json: unknown): Read {
  const wrong = wrongType('带时区的时间，如 2020-02-03T08:30:00+08:00', 'a time with its offset such as 2020-02-03T08:30:00+08:00');
  const parts = typeof json === 'string' ? /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/.exec(json) : null;
  if (!parts || !isDay(parts[1]!)) return wrong;
  return inRange(field, formatInstant(Date.parse(json as string)), (value) => Date.parse(String(value)));
}

function inForce(code: Codes[number], today: string): boolean {
  return (!code.valid_from || code.valid_from <= today) && (!code.valid_to || today <= code.valid_to);
}

function readCode(codes: Codes, json: unknown, today: string): Read {
  if (typeof json !== 'string') return wrongType('列表中的代码', 'a code of its list, as text');
  const found = codes.find((each) => each.code === json);
  if (!found) return { problem: 'code_unknown', args: [json.slice(0, 40)] };
  return inForce(found, today) ? { value: json } : { problem: 'code_out_of_date', args: [json] };
}

function readCodes(field: CatalogueField, codes: Codes, json: unknown, today: string): Read {
  if (!Array.isArray(json) || json.some((each) => typeof each !== 'string')) return wrongType('代码的列表', 'a list of codes');
  const most = field.items_max ?? 50;
  if (json.length > most) return { problem: 'field_too_many_items', args: [String(most)] };
  const seen = new Set<string>();
  for (const word of json as string[]) {
    if (!codes.some((each) => each.code === word)) return { problem: 'code_unknown', args: [word.slice(0, 40)] };
    if (seen.has(word)) return { problem: 'code_repeated', args: [word] };
    seen.add(word);
  }
  const chosen = codes.filter((each) => seen.has(each.code));
  const old = chosen.find((each) => !inForce(each, today));
  if (old) return { problem: 'code_out_of_date', args: [old.code] };
  return { value: chosen.length > 0 ? chosen.map((each) => each.code) : undefined };
}

function readPlace(json: unknown, groups: boolean): Read {
  const wrong = groups
    ? wrongType('12 位区划代码或 15 位网格代码', 'a division code of 12 digits or a group code of 15 digits')
    : wrongType('12 位区划代码', 'a division code of 12 digits');
  if (typeof json !== 'string' || !/^[1-9]\d*$/.test(json) || ![2, 4, 6, 9, 12, 15].includes(json.length)) return wrong;
  const full = json.padEnd(12, '0');
  if (full.length === 15 && full.endsWith('000')) return { value: full.slice(0, 12) };
  return full.length === 15 && !groups ? wrong : { value: full };
}

function readId(json: unknown): Read {
  const id = typeof json === 'string' ? json.toLowerCase() : '';
  const good = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(id) && /[1-9a-f]/.test(id);
  return good ? { value: id } : wrongType('记录编号（UUID）', 'the id of a record (UUID)');
}

/// GB 11643-1999; the check character by ISO 7064 MOD 11-2.
function readIdCard(json: unknown): Read {
  if (typeof json !== 'string') return wrongType('18 位身份证号码（文字）', 'an identity number of 18 characters, as text');
  const number = halfWidth(json).replace(/x$/, 'X');
  if (number === '') return { value: undefined };
  const invalid = (zh: string, en: string): Refusal => ({ problem: 'field_id_card', args: [{ zh, en }] });
  if (!/^[1-9]\d{16}[^]$/.test(number)) return invalid('应为 18 位，前 17 位为数字', '18 characters, the first 17 of them digits');
  if (!isDay(`${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`))
    return invalid('第 7 至 14 位不是有效的出生日期', 'characters 7 to 14 are not a date of birth');
  const rest = [...number.slice(0, 17)].reduce((sum, digit) => ((sum + Number(digit)) * 2) % 11, 0);
  return '10X98765432'[rest] === number[17] ? { value: number } : invalid('校验码不符', 'its check character does not fit');
}

/// GB 32100-2015.
function readCreditCode(json: unknown): Read {
  if (typeof json !== 'string') return wrongType('18 位统一社会信用代码（文字）', 'a credit code of 18 characters, as text');
  const code = halfWidth(json).toUpperCase();
  if (code === '') return { value: undefined };
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const values = [...code].map((each) => alphabet.indexOf(each));
  if (values.length !== 18 || values.includes(-1)) return { problem: 'field_credit_code' };
  let weight = 1;
  let sum = 0;
  for (const value of values.slice(0, 17)) {
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return values[17] === (31 - (sum % 31)) % 31 ? { value: code } : { problem: 'field_credit_code' };
}

function readPhone(json: unknown): Read {
  if (typeof json !== 'string') return wrongType('电话号码（文字）', 'a phone number, as text');
  const plain = halfWidth(json);
  if (plain === '') return { value: undefined };
  const digits = plain.replace(/[ \-()]/g, '').replace(/^\+86/, '');
  return /^(1\d{10}|0\d{9,11})$/.test(digits) ? { value: digits } : { problem: 'field_phone' };
}

function readPoint(json: unknown): Read {
  const wrong = wrongType(
    '位置：经度、纬度（最多 6 位小数）和精度（整数米）',
    'a position: lon and lat with at most 6 digits, and accuracy_m in whole metres',
  );
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return wrong;
  const point = json as { lon?: unknown; lat?: unknown; accuracy_m?: unknown };
  if (Object.keys(point).some((name) => !['lon', 'lat', 'accuracy_m'].includes(name))) return wrong;
  const degrees = (value: unknown, most: number): boolean => 'value' in readNumber({ min: -most, max: most }, value, 6);
  const metres = point.accuracy_m === undefined || 'value' in readNumber({ min: 0, max: 100_000 }, point.accuracy_m, 0);
  if (!degrees(point.lon, 180) || !degrees(point.lat, 90) || !metres) return wrong;
  const { lon, lat } = point;
  return { value: point.accuracy_m === undefined ? { lon, lat } : { lon, lat, accuracy_m: point.accuracy_m } };
}
