/// The vectors of tests/spec, which the server's C++ is held to as well.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CatalogueField } from '../src/catalogue';
import { check, checkChange, type CodeLists } from '../src/check';
import { holds, type PredicateJson } from '../src/predicate';
import type { Fields } from '../src/wire';

interface Source {
  type?: string;
  list?: string;
  fields?: CatalogueField[];
  codes?: CodeLists[string]['codes'];
}
interface Case {
  name: string;
  type: string;
  input: Fields;
  problems: string[];
  values?: Fields;
}
interface Spec {
  today: string;
  sources: Record<string, Source>;
  cases: Case[];
  changes: (Case & { current: Fields; changed: string[]; values: Fields })[];
}

const read = <T>(file: string): T => JSON.parse(readFileSync(join(import.meta.dirname, '../../../tests/spec', file), 'utf8')) as T;

describe('predicates', () => {
  const spec = read<{ cases: { name: string; predicate: PredicateJson | boolean; values: Fields; holds: boolean }[] }>('predicates.json');
  it('has its vectors', () => expect(spec.cases.length).toBeGreaterThan(150));
  it.each(spec.cases)('$name', ({ predicate, values, holds: expected }) => expect(holds(predicate, values)).toBe(expected));
});

describe('checks', () => {
  const spec = read<Spec>('checks.json');
  const sources = Object.values(spec.sources);
  const lists: CodeLists = Object.fromEntries(sources.filter((one) => one.list).map((one) => [one.list, { codes: one.codes ?? [] }]));
  const fieldsOf = (type: string): CatalogueField[] => sources.find((one) => one.type === type)?.fields ?? [];
  const listed = (problems: { number: string; field?: string | null; zh: string; en: string }[]): string[] =>
    problems.map((problem) => {
      expect(problem.zh + problem.en).not.toMatch(/\{\d\}/);
      return `${problem.number} ${problem.field}`;
    });

  it('has its vectors', () => expect(spec.cases.length).toBeGreaterThan(100));
  it.each(spec.cases)('$name', ({ type, input, problems, values }) => {
    const checked = check(fieldsOf(type), lists, input, spec.today);
    expect(listed(checked.problems)).toEqual(problems);
    if (values) expect(checked.values).toEqual(values);
  });
  it.each(spec.changes)('change: $name', ({ type, current, input, problems, changed, values }) => {
    const change = checkChange(fieldsOf(type), lists, current, input, spec.today);
    expect(listed(change.problems)).toEqual(problems);
    expect(change.changed).toEqual(changed);
    expect(change.values).toEqual(values);
  });
});
