/// What a form already knows before anybody types: static facts are never asked again.
import { type CatalogueField, type Fields, type RecordType, type Member, civilDate, civilHour, isEmpty, statedAt } from '@fangxian/core';

export interface Known {
  household?: string | null;
  person?: string | null;
  round?: string | null;
  place?: string | null;
  persons?: Pick<Member, 'id'>[];
}

const refersTo = (field: CatalogueField, type: string): boolean => field.kind === type || (field.kind === 'reference' && field.refers_to === type);

/// Fields filled from the context, which the form therefore does not show.
export function prefill(type: RecordType, known: Known, now: Date = new Date()): { values: Fields; settled: string[] } {
  const values: Fields = {};
  const settled: string[] = [];
  const settle = (field: CatalogueField, value: unknown): void => {
    if (value === null || value === undefined) return;
    values[field.name] = value;
    settled.push(field.name);
  };
  for (const field of type.fields) {
    if (field.derived) continue;
    if (refersTo(field, 'household')) settle(field, known.household);
    else if (refersTo(field, 'person')) settle(field, known.person);
    else if (refersTo(field, 'screening_round')) settle(field, known.round);
    else if (field.kind === 'instant' && field.required && /visit|measured|stated/.test(field.name)) settle(field, statedAt(now));
    else if (field.kind === 'table') values[field.name] = rowsFor(field, known.persons ?? []);
    else if (field.kind === 'place' && known.place) values[field.name] = known.place;
  }
  const date = type.fields.find((field) => field.name === 'date' && field.kind === 'date');
  if (date) settle(date, civilDate(now));
  const slot = type.fields.find((field) => field.name === 'slot');
  if (slot) values['slot'] = civilHour(now) < 12 ? '1' : '2';
  const mode = type.fields.find((field) => field.codes === 'visit_mode');
  if (mode) values[mode.name] = '1';
  return { values, settled };
}

/// The column of a table that names a member of the household, if it is that kind of table.
export const memberColumn = (table: CatalogueField): CatalogueField | undefined => table.columns?.find((column) => refersTo(column, 'person'));

function rowsFor(table: CatalogueField, persons: Pick<Member, 'id'>[]): Fields[] | undefined {
  const member = memberColumn(table);
  return member ? persons.map((person) => ({ [member.name]: person.id })) : undefined;
}

/// The question that decides all others is asked first: how the visit ended.
export const outcomeField = (type: RecordType): CatalogueField | undefined => type.fields.find((field) => field.codes === 'visit_outcome');

/// Numbers a tap can take over from the roster.
export const suggestion = (field: CatalogueField, persons: number): number | null =>
  field.name === 'present_count' ? persons : field.name === 'away_count' ? 0 : null;

/// Rows of members about whom nothing was answered are not sent.
export function withoutSilentRows(type: RecordType, values: Fields): Fields {
  const kept = { ...values };
  for (const field of type.fields) {
    const member = field.kind === 'table' ? memberColumn(field) : undefined;
    const rows = values[field.name];
    if (!member || !Array.isArray(rows)) continue;
    kept[field.name] = rows.filter((row: Fields) => Object.entries(row).some(([name, value]) => name !== member.name && !isEmpty(value)));
  }
  return kept;
}
