import { describe, expect, it } from 'vitest';
import { type Catalogue, allows, civilDate, coreTexts, journalEntry, percent, showValue, statedAt, stateLabel, uuid7, whereAll } from '../src';

const keys = (value: unknown, path = ''): string[] =>
  typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([name, part]) => keys(part, `${path}.${name}`)) : [path];

describe('words and figures', () => {
  it('has every text in both languages', () => expect(keys(coreTexts.en)).toEqual(keys(coreTexts['zh-CN'])));

  it('never shows 100 % while one is missing, nor 0 % when one is done', () => {
    expect(percent(29_776, 29_777)).toBe('99.9%');
    expect(percent(29_777, 29_777)).toBe('100%');
    expect(percent(1, 29_777)).toBe('0.1%');
    expect(percent(0, 5)).toBe('0.0%');
    expect(percent(0, 0)).toBe('–');
  });

  it('states instants in the civil time of China wherever the device stands', () => {
    const instant = new Date('2020-02-02T16:30:05.900Z');
    expect(statedAt(instant)).toBe('2020-02-03T00:30:05+08:00');
    expect(civilDate(instant)).toBe('2020-02-03');
  });

  it('makes ids that are UUIDv7, ascend, and never repeat', () => {
    const made = Array.from({ length: 20_000 }, () => uuid7(1_580_700_000_000));
    expect(made.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true);
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
  });

  it('shows codes, lists and temperatures as a person reads them', () => {
    const catalogue: Catalogue = { version: '', types: {}, code_lists: { symptom: { codes: [{ code: '1', label: { zh: '发热', en: 'fever' } }, { code: '2', label: { zh: '干咳', en: 'dry cough' } }] } } };
    const field = (kind: string) => ({ name: 'x', kind, label: { zh: '', en: '' }, privacy: 'health' as const, codes: 'symptom' });
    expect(showValue(catalogue, field('codes'), ['1', '2'], 'zh-CN')).toBe('发热、干咳');
    expect(showValue(catalogue, field('code'), '9', 'en')).toBe('9');
    expect(showValue(catalogue, field('temperature'), 37, 'zh-CN')).toBe('37.0 °C');
    expect(showValue(catalogue, { ...field('integer'), unit: '人' }, 3, 'zh-CN')).toBe('3 人');
    expect(showValue(catalogue, { ...field('integer'), unit: '人' }, 3, 'en')).toBe('3');
    expect(showValue(catalogue, field('boolean'), false, 'zh-CN')).toBe('否');
    expect(showValue(catalogue, field('text'), null, 'zh-CN')).toBe('');
  });

  it('counts journal entries from one, year by year', () => expect(journalEntry(20_260_000_000_703)).toEqual({ year: 2026, n: 704 }));

  it('takes silence about a role for "no"', () => {
    const type = { label: { zh: '', en: '' }, duty: 'watch', fields: [], permissions: { create: ['grid_worker'] }, states: ['draft', 'open'], state_labels: { draft: { zh: '草稿', en: 'Draft' }, open: { zh: '进行中', en: 'Open' } } };
    expect(allows(type, 'create', 'grid_worker')).toBe(true);
    expect(allows(type, 'create', 'auditor')).toBe(false);
    expect(allows(type, 'erase', 'grid_worker')).toBe(false);
    expect(allows(type, 'create', undefined)).toBe(false);
    expect(stateLabel(type, 'open', 'zh-CN')).toBe('进行中');
  });

  it('asks the server for what was chosen and nothing else', () => {
    expect(whereAll({})).toBeUndefined();
    expect(whereAll({ sex: '' })).toBeUndefined();
    expect(JSON.parse(whereAll({ sex: '1' })!)).toEqual({ eq: ['sex', '1'] });
    expect(JSON.parse(whereAll({ sex: '1', rule: '2' })!)).toEqual({ all: [{ eq: ['sex', '1'] }, { eq: ['rule', '2'] }] });
  });
});
