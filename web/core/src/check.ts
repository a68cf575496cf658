/// The server's check of a record, on the device: the same problems at the same paths (src/catalog/check.cpp), held to
/// the same vectors (tests/spec/checks.json).
import type { CatalogueField, CodeList } from './catalogue';
import { problemTexts } from './generated/problems';
import { type Refusal, type Words, readValue } from './kinds';
import { holds } from './predicate';
import type { Problem } from './problem';
import type { Fields } from './wire';

export type CodeLists = Record<string, Pick<CodeList, 'codes'>>;

export interface Checked {
  values: Fields; // as the server would write them: trimmed, codes in the list's order, blanks left out
  problems: Problem[];
}

interface Scope {
  fields: CatalogueField[];
  lists: CodeLists;
  today: string; // 2020-02-03: codes out of force on that day are refused
  path: string;
  problems: Problem[];
}

export function check(fields: CatalogueField[], lists: CodeLists, input: Fields, today: string): Checked {
  const scope: Scope = { fields, lists, today, path: '', problems: [] };
  const { values, failed } = readMembers(scope, input);
  applyRules(scope, values, failed);
  return { values: inOrder(fields, values), problems: scope.problems };
}

export interface CheckedChange extends Checked {
  changed: string[];
}

/// Only the named members change, null clears; answers that become irrelevant go too. `values` is the merged record.
export function checkChange(fields: CatalogueField[], lists: CodeLists, current: Fields, input: Fields, today: string): CheckedChange {
  const scope: Scope = { fields, lists, today, path: '', problems: [] };
  const { values: read, failed } = readMembers(scope, input);
  const merged: Fields = { ...current };
  for (const { name } of fields) if (name in input && !failed.has(name)) merged[name] = read[name];
  for (let again = true; again; ) {
    again = false;
    for (const field of fields) {
      if (field.name in input || absent(merged[field.name]) || field.derived || holds(field.relevant, merged)) continue;
      delete merged[field.name];
      again = true;
    }
  }
  applyRules(scope, merged, failed);
  const values = inOrder(fields, merged);
  const changed = fields.map((field) => field.name).filter((name) => JSON.stringify(values[name]) !== JSON.stringify(current[name]));
  return { values, changed, problems: scope.problems };
}

const absent = (value: unknown): boolean => value === null || value === undefined;

function inOrder(fields: CatalogueField[], values: Fields): Fields {
  return Object.fromEntries(fields.filter((field) => !absent(values[field.name])).map((field) => [field.name, values[field.name]]));
}

function report(scope: Scope, at: string, { problem, args = [] }: Refusal, field?: CatalogueField): void {
  const text = problemTexts[problem];
  const filled: Words[] = field ? [field.label, ...args] : args;
  const fill = (locale: 'zh' | 'en'): string =>
    text[locale].replace(/\{(\d)\}/g, (_, index: string) => {
      const words = filled[Number(index)] ?? '';
      return typeof words === 'string' ? words : words[locale];
    });
  scope.problems.push({ number: text.number, field: scope.path + at, zh: fill('zh'), en: fill('en') });
}

function readMembers(scope: Scope, input: Fields): { values: Fields; failed: Set<string> } {
  const values: Fields = {};
  const failed = new Set<string>();
  for (const [name, json] of Object.entries(input)) {
    const field = scope.fields.find((one) => one.name === name);
    if (!field) {
      report(scope, name, { problem: 'field_unknown', args: [name] });
    } else if (field.derived) {
      report(scope, name, { problem: 'field_derived' }, field);
      failed.add(name);
    } else if (!absent(json)) {
      const before = scope.problems.length;
      values[name] = field.kind === 'table' ? readRows(scope, field, json) : readOne(scope, field, json);
      if (scope.problems.length > before) failed.add(name);
    }
    if (field && failed.has(name)) delete values[name];
  }
  return { values, failed };
}

function readOne(scope: Scope, field: CatalogueField, json: unknown): unknown {
  const read = readValue(field, field.codes ? (scope.lists[field.codes]?.codes ?? []) : [], json, scope.today);
  if ('problem' in read) report(scope, field.name, read, field);
  return 'problem' in read ? undefined : read.value;
}

function readRows(scope: Scope, table: CatalogueField, json: unknown): Fields[] | undefined {
  const refuse = (at: string, refusal: Refusal): undefined => report(scope, at, refusal, table) as undefined;
  if (!Array.isArray(json)) return refuse(table.name, { problem: 'field_wrong_type', args: [{ zh: '若干行的列表', en: 'a list of rows' }] });
  const most = table.items_max ?? 50;
  if (json.length > most) return refuse(table.name, { problem: 'field_too_many_items', args: [String(most)] });
  const rows = json.map((row: unknown, index) => {
    const at = `${table.name}[${index}]`;
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      refuse(at, { problem: 'field_wrong_type', args: [{ zh: '一行（对象）', en: 'a row (an object)' }] });
      return {};
    }
    const inner: Scope = { ...scope, fields: table.columns ?? [], path: `${scope.path}${at}.` };
    const { values, failed } = readMembers(inner, row as Fields);
    applyRules(inner, values, failed);
    return inOrder(inner.fields, values);
  });
  return rows.length > 0 ? rows : undefined;
}

function applyRules(scope: Scope, values: Fields, failed: Set<string>): void {
  for (const field of scope.fields) {
    if (failed.has(field.name)) continue;
    const present = !absent(values[field.name]);
    if (!holds(field.relevant, values)) {
      if (present && !field.derived) report(scope, field.name, { problem: 'field_irrelevant' }, field);
    } else if (!present) {
      if (!field.derived && isRequired(field, values)) report(scope, field.name, { problem: 'field_missing' }, field);
    } else if (!holds(field.constraint, values)) {
      const { zh = '', en = '' } = field.constraint_text ?? {};
      report(scope, field.name, { problem: 'field_constraint', args: [{ zh, en }] }, field);
    }
  }
}

/// A field that says nothing of `required` need not be answered.
const isRequired = (field: CatalogueField, values: Fields): boolean =>
  field.required !== undefined && field.required !== null && holds(field.required, values);
