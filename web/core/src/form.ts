/// A form made from the catalogue: which fields are asked, which must be answered, what is wrong with what was typed.
import { type CatalogueField, type RecordType, say } from './catalogue';
import type { Locale } from './format';
import { holds } from './predicate';
import type { Problem } from './problem';
import type { Fields } from './wire';

export interface FormField {
  field: CatalogueField;
  required: boolean;
}

export const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/// Kinds these forms have no control for: files, and the place of entry (no location is taken from a device).
const notEntered = new Set(['attachment', 'geo_point']);

/// The fields asked of a person now, in catalogue order: derived fields are the server's, irrelevant ones are not asked.
export function askedFields(fields: CatalogueField[], values: Fields): FormField[] {
  return fields
    .filter((field) => !field.derived && !notEntered.has(field.kind) && holds(field.relevant, values))
    .map((field) => ({ field, required: isRequired(field, values) }));
}

export const isRequired = (field: CatalogueField, values: Fields): boolean =>
  field.required !== null && field.required !== undefined && field.required !== false && holds(field.required, values);

/// What is sent: answers of asked fields only, blanks left out, rows of tables treated alike.
export function answers(fields: CatalogueField[], values: Fields): Fields {
  const kept: Fields = {};
  for (const { field } of askedFields(fields, values)) {
    const value = values[field.name];
    if (isEmpty(value)) continue;
    kept[field.name] =
      field.kind === 'table' && Array.isArray(value) ? value.map((row) => answers(field.columns ?? [], row as Fields)) : value;
  }
  return kept;
}

const local = (field: string, zh: string, en: string): Problem => ({ number: 'form', field, zh, en });

/// Problems found before sending, each at its field path ("members[1].temperature"). The server judges again.
export function formProblems(fields: CatalogueField[], values: Fields, path = ''): Problem[] {
  const found: Problem[] = [];
  for (const { field, required } of askedFields(fields, values)) {
    const at = path + field.name;
    const value = values[field.name];
    if (isEmpty(value)) {
      if (required) found.push(local(at, `请填写“${field.label.zh}”。`, `Fill in "${field.label.en}".`));
      continue;
    }
    const problem = valueProblem(field, value, at);
    if (problem) found.push(problem);
    else if (field.constraint && !holds(field.constraint, values))
      found.push(local(at, field.constraint_text?.zh ?? `“${field.label.zh}”不符合要求。`, field.constraint_text?.en ?? `"${field.label.en}" is not allowed here.`));
    if (field.kind === 'table' && Array.isArray(value))
      value.forEach((row, index) => found.push(...formProblems(field.columns ?? [], row as Fields, `${at}[${index}].`)));
  }
  return found;
}

function valueProblem(field: CatalogueField, value: unknown, at: string): Problem | null {
  if (field.kind === 'phone' && !/^1\d{10}$|^0\d{2,3}-?\d{7,8}$/.test(String(value)))
    return local(at, '电话应为 11 位手机号或带区号的座机号。', 'Give an 11-digit mobile number, or a landline with its area code.');
  if (field.kind === 'id_card' && !validIdCard(String(value)))
    return local(at, '身份证号码不正确：应为 18 位，末位校验码须相符。', 'This identity number is wrong: 18 characters whose last one checks.');
  if (typeof value === 'number') return rangeProblem(field, value, at);
  if (typeof value === 'string' && [...value].length > (field.length_max ?? 200) && ['text', 'long_text', 'phone'].includes(field.kind))
    return local(at, `最多 ${field.length_max ?? 200} 个字。`, `At most ${field.length_max ?? 200} characters.`);
  return null;
}

function rangeProblem(field: CatalogueField, value: number, at: string): Problem | null {
  const { min, max } = range(field);
  if ((min === null || value >= min) && (max === null || value <= max)) return null;
  const unit = field.unit ? ` ${field.unit}` : '';
  return local(at, `应在 ${min ?? '–'} 到 ${max ?? '–'}${unit} 之间。`, `Give a value from ${min ?? '–'} to ${max ?? '–'}${unit}.`);
}

/// Bounds in the unit a person types.
export function range(field: CatalogueField): { min: number | null; max: number | null } {
  return { min: field.min ?? null, max: field.max ?? null };
}

/// GB 11643-1999: weighted sum modulo 11.
export function validIdCard(text: string): boolean {
  if (!/^\d{17}[\dXx]$/.test(text)) return false;
  const sum = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2].reduce((total, weight, i) => total + weight * Number(text[i]), 0);
  return '10X98765432'[sum % 11] === text[17]!.toUpperCase();
}

export const labelOf = (field: CatalogueField, locale: Locale): string => say(field.label, locale);
export const fieldsOf = (type: RecordType | undefined): CatalogueField[] => type?.fields ?? [];
