import type { DailyReport, ReturnCell, ReturnSheet } from '@fangxian/core';
import { describe, expect, it } from 'vitest';
import { changedSince, countReports, eventsOf } from '../src/use/reports';
import { exchangeFiles, figureText, groupsOf, hasBehind, termsText } from '../src/use/returns';

const label = (zh: string) => ({ zh, en: zh });
const cell = (name: string, more: Partial<ReturnCell> = {}): ReturnCell => ({ name, how: 'count', label: label(name), hint: label(''), group: label(''), type: 'household', ...more });
const sheet = (cells: ReturnCell[], figures: (number | string | null)[]): ReturnSheet => ({
  return: 'daily_report', label: label('日报'), source: label('表'), version: '2020-01-01', note: label(''), versions: ['2020-01-01'], place: '610627000000', name: '甘泉县', date: '2020-02-03', since: '2020-02-03', as_of: '2020-02-03T12:00:00+08:00',
  cells, events: ['fever'], node: { place: '610627000000', name: '甘泉县', level: 3, figures }, children: [],
});
const report = (state: DailyReport['state'], figures: { cell: string; value?: string }[] = [], late = false): DailyReport => ({
  own: false, unit: 'u', unit_name: '村', place: 'p', place_name: '村', state, due_at: null, calendar: '1', since: '2020-02-03', next: '2020-02-04', late,
  report: { id: 'r', version: 1, signed_at: '2020-02-03T12:00:00+08:00', nil: false, matters: '', reason: '', return_reason: '', sites_checked: null, publicity: null, figures },
});

describe('a figure', () => {
  it('is a dash where there is no answer, never a nought', () => {
    expect(figureText(cell('a'), null)).toBe('—');
    expect(figureText(cell('a'), 0)).toBe('0');
    expect(figureText(cell('a'), 29777)).toBe('29,777');
    expect(figureText(cell('a', { how: 'percent' }), 38.7)).toBe('38.7%');
    expect(figureText(cell('a', { how: 'latest' }), '2020-02-17')).toBe('2020-02-17');
  });
  it('of a code is shown by its label', () => {
    const state = cell('s', { how: 'highest', type: undefined, codes: [{ code: 'case', label: label('出现病例') }] });
    expect(figureText(state, 'case')).toBe('出现病例');
    expect(figureText(state, 'gone')).toBe('gone');
  });
  it('opens what it counts, when there is something', () => {
    expect(hasBehind(cell('a'), 3)).toBe(true);
    expect(hasBehind(cell('a'), 0)).toBe(false);
    expect(hasBehind(cell('a'), null)).toBe(false);
    expect(hasBehind(cell('a', { how: 'sum', type: undefined, terms: ['b'] }), 3)).toBe(false);
    expect(hasBehind(cell('a', { how: 'duty', type: undefined, duty: 'd', periods: [] }), 3)).toBe(false);
    expect(hasBehind(cell('a', { how: 'duty', type: undefined, duty: 'd', periods: [{ id: '1', label: '' }] }), 3)).toBe(true);
  });
  it('says what it is made of', () => {
    const made = sheet([cell('应'), cell('已'), cell('未', { how: 'sum', terms: ['应', '-已'] }), cell('率', { how: 'percent', terms: ['已', '应'] })], [3, 1, 2, 33.3]);
    expect(termsText(made, made.cells[2]!)).toBe('应 − 已');
    expect(termsText(made, made.cells[3]!)).toBe('已 ÷ 应');
  });
  it('stands under the heading of its neighbours', () => {
    const groups = groupsOf(sheet([cell('a', { group: label('甲') }), cell('b', { group: label('甲') }), cell('c'), cell('d', { group: label('甲') })], [1, 2, 3, 4]));
    expect(groups.map(({ title, cells }) => [title, cells.map(({ at }) => at)])).toEqual([['甲', [0, 1]], ['', [2]], ['甲', [3]]]);
  });
});

describe('a daily report', () => {
  it('is nil only when none of its events happened', () => {
    const cells = [cell('households'), cell('fever')];
    expect(eventsOf(sheet(cells, [12, 0]))).toEqual([]);
    expect(eventsOf(sheet(cells, [12, null]))).toEqual([]);
    expect(eventsOf(sheet(cells, [12, 2]))).toEqual(['fever 2']);
  });
  it('shows what was signed where the records say otherwise now', () => {
    const cells = [cell('a'), cell('b'), cell('rate', { how: 'percent' }), cell('new'), cell('last', { how: 'latest' })];
    const signed = report('signed', [{ cell: 'a', value: '1' }, { cell: 'b', value: '2' }, { cell: 'rate', value: '50.0' }, { cell: 'last' }]);
    expect([...changedSince(signed, sheet(cells, [1, 3, 50, 7, '2020-02-17']))]).toEqual([['b', '2'], ['last', '—']]);
    expect(changedSince(report('due'), sheet(cells, [1, 3, 50, 7, null])).size).toBe(0);
  });
  it('is counted as signed, missing or still to come', () => {
    const all = [report('signed', [], true), report('approved'), report('missing'), report('due'), report('returned')];
    expect(countReports(all)).toEqual({ owed: 5, signed: 2, missing: 1, due: 2, onTime: 1 });
  });
});

describe('the files of a return', () => {
  it('tell the total and the parts apart for another system, where there are parts', () => {
    const exchange = (parts: boolean) => exchangeFiles(parts).filter((one) => one.units).map((one) => `${one.format} ${one.units}`);
    expect(exchange(true)).toEqual(['dhis2 own', 'dhis2 children', 'dhis2 both', 'adx own', 'adx children', 'adx both']);
    expect(exchange(false)).toEqual(['dhis2 own', 'adx own']);
  });
});
