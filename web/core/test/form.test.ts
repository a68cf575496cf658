import { describe, expect, it } from 'vitest';
import { type CatalogueField, answers, askedFields, changeProblems, formProblems } from '../src';

const label = (zh: string) => ({ zh, en: zh });
const field = (name: string, kind: string, more: Partial<CatalogueField> = {}): CatalogueField => ({ name, kind, label: label(name), privacy: 'internal', ...more });
const visited = { in: ['outcome', ['1', '2']] } as const satisfies object;
const fields: CatalogueField[] = [
  field('outcome', 'code', { required: true, codes: 'outcome' }),
  field('present', 'integer', { min: 0, max: 500, required: true, relevant: visited as never }),
  field('symptom', 'boolean', { required: true, relevant: visited as never }),
  field('persons', 'table', {
    relevant: visited as never,
    required: { eq: ['symptom', true] } as never,
    columns: [field('temperature_c', 'temperature', { min: 34, max: 42 }), field('name', 'text', { required: true, length_max: 5 })],
  }),
  field('sequence', 'integer', { derived: true, required: true }),
  field('photo', 'attachment'),
  field('where', 'geo_point'),
];
const lists = { outcome: { codes: ['1', '2', '4'].map((code) => ({ code, label: label(code) })) } };
const named = (values: Record<string, unknown>) => formProblems(fields, lists, values).map((problem) => problem.field);

describe('a form of the catalogue', () => {
  it('asks only what is relevant, and never what the server derives', () => {
    expect(askedFields(fields, {}).map(({ field: one }) => one.name)).toEqual(['outcome', 'photo']);
    expect(askedFields(fields, { outcome: '1' }).map(({ field: one }) => one.name)).toEqual(['outcome', 'present', 'symptom', 'persons', 'photo']);
  });

  it('names each missing answer, and takes "no" and 0 for answers', () => {
    expect(named({})).toEqual(['outcome']);
    expect(named({ outcome: '1' })).toEqual(['present', 'symptom']);
    expect(named({ outcome: '1', present: 0, symptom: false })).toEqual([]);
    expect(named({ outcome: '1', present: 0, symptom: true })).toEqual(['persons']);
    expect(named({ outcome: '4' })).toEqual([]);
  });

  it('names the row and the column of a bad answer in a table', () => {
    const persons = [{ name: '王芳', temperature_c: 36.5 }, { name: '一二三四五六', temperature_c: 50 }, {}];
    expect(named({ outcome: '1', present: 3, symptom: true, persons })).toEqual(['persons[1].temperature_c', 'persons[1].name', 'persons[2].name']);
  });

  it('sends no answers to questions that are no longer asked', () => {
    const typed = { outcome: '4', present: 3, symptom: true, persons: [{ name: '王芳' }] };
    expect(answers(fields, typed)).toEqual({ outcome: '4' });
    expect(answers(fields, { ...typed, outcome: '2', persons: [{ name: '王芳', temperature_c: null }] })).toEqual({ outcome: '2', present: 3, symptom: true, persons: [{ name: '王芳' }] });
  });

  it('refuses an identity number whose last character does not check, in both languages', () => {
    const card = [field('id_card', 'id_card')];
    expect(formProblems(card, {}, { id_card: '11010519491231002x' })).toEqual([]);
    const [problem] = formProblems(card, {}, { id_card: '110105194912310021' });
    expect(problem).toMatchObject({ field: 'id_card', zh: expect.stringContaining('校验'), en: expect.stringContaining('check') });
  });

  it('judges of a change what changed, and leaves alone what is masked or hidden from this person', () => {
    const person = [field('name', 'text', { required: true }), field('phone', 'phone'), field('id_card', 'id_card', { required: true })];
    const seen = { name: '王芳', phone: '138****1234' };
    expect(changeProblems(person, {}, seen, { name: '王方' })).toEqual([]);
    expect(changeProblems(person, {}, seen, { phone: '12' }).map((one) => one.field)).toEqual(['phone']);
    expect(changeProblems(person, {}, seen, { name: null }).map((one) => one.field)).toEqual(['name']);
  });
});
