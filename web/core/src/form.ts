/// A form made from the catalogue: which fields are asked, which must be answered, what is wrong with what was typed.
import { type CatalogueField, type RecordType, say } from './catalogue';
import { type CodeLists, check, checkChange } from './check';
import { type Locale, civilDate } from './format';
import { holds } from './predicate';
import type { Problem } from './problem';
import type { Fields } from './wire';

export interface FormField {
  field: CatalogueField;
  required: boolean;
}

export const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/// The kind these forms have no control for: the place of entry (no location is taken from a device).
const notEntered = new Set(['geo_point']);

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

/// Problems found before sending, each at its field path ("members[1].temperature"): the server's own check, on the device.
export const formProblems = (fields: CatalogueField[], lists: CodeLists, values: Fields, today: string = civilDate()): Problem[] =>
  check(fields, lists, answers(fields, values), today).problems;

/// The same for a change. What this person may not read is absent here, and not theirs to fill in.
export function changeProblems(fields: CatalogueField[], lists: CodeLists, before: Fields, changed: Fields, today: string = civilDate()): Problem[] {
  const root = (path: string | undefined | null): string => (path ?? '').split(/[[.]/)[0]!;
  const { problems } = checkChange(fields, lists, before, changed, today);
  return problems.filter(({ field }) => root(field) in changed || root(field) in before);
}

export const labelOf = (field: CatalogueField, locale: Locale): string => say(field.label, locale);
export const fieldsOf = (type: RecordType | undefined): CatalogueField[] => type?.fields ?? [];
