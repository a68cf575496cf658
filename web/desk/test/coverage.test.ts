import type { Coverage, CoverageNode } from '@fangxian/core';
import { coreTexts } from '@fangxian/core';
import { describe, expect, it } from 'vitest';
import en from '../src/texts/en';
import zh from '../src/texts/zh-CN';
import fieldEn from '../../field/src/texts/en';
import fieldZh from '../../field/src/texts/zh-CN';
import { applyMove } from '../src/use/coverage';
import { menuFor } from '../src/use/menu';

const node = (place: string, fulfilled: number): CoverageNode => ({ place, name: place, level: 4, expected: 10, fulfilled, late: 0, missing: 10 - fulfilled, overdue: 0, responsible: [] });
const coverage: Coverage = {
  type: 'household_screening', as_of: '2020-02-03T08:30:00+08:00',
  period: { id: 'p', label: '第一轮', opens_at: '2020-02-03T08:00:00+08:00', due_at: '2020-02-03T20:00:00+08:00' },
  node: node('610627000000', 4), children: [node('610627101000', 1), node('610627102000', 3)],
};
const moved = { type: 'household_screening', period: 'p', ...node('610627102000', 4) };

describe('live figures', () => {
  it('moves the named nodes and leaves the others as they are', () => {
    const after = applyMove(applyMove(coverage, moved), { ...moved, ...node('610627000000', 5) });
    expect(after.node.fulfilled).toBe(5);
    expect(after.children.map((child) => child.fulfilled)).toEqual([1, 4]);
    expect(after.children[0]).toBe(coverage.children[0]);
    expect(coverage.children[1]!.fulfilled).toBe(3);
  });

  it('does not mix in another duty, another round or another place', () => {
    expect(applyMove(coverage, { ...moved, place: '610627103000' })).toBe(coverage);
    expect(applyMove(coverage, { ...moved, type: 'revisit' })).toBe(coverage);
    expect(applyMove(coverage, { ...moved, period: 'q' })).toBe(coverage);
  });
});

describe('the menu', () => {
  const doors = (role: string) => menuFor(role).flatMap((group) => group.items.map((item) => item.text));
  it('shows an administrator accounts and no health data', () => {
    expect(doors('administrator')).toContain('accounts');
    for (const door of ['coverage', 'keyPersons', 'temperatures', 'screenings', 'persons']) expect(doors('administrator')).not.toContain(door);
  });
  it('shows an officer coverage and no accounts', () => {
    expect(doors('county_officer')).toContain('coverage');
    expect(doors('county_officer')).not.toContain('accounts');
  });
  it('counts beside a door what waits behind it, and nothing beside the others', () => {
    const waiting = menuFor('county_officer', [{ key: 'quarantineMine', n: 2 }, { key: 'quarantineArea', n: 3 }, { key: 'overdue:household_screening', n: 9 }]).flatMap((group) => group.items.filter((item) => item.waiting > 0));
    expect(waiting).toEqual([{ text: 'quarantine', to: '/quarantine', waiting: 5 }]);
  });
  it('shows the access log to who audits and to nobody else', () => {
    expect(['auditor', 'administrator', 'county_officer'].every((role) => doors(role).includes('audit'))).toBe(true);
    for (const role of ['cdc_officer', 'township_officer', 'village_officer', 'grid_worker', 'rechecker']) expect(doors(role)).not.toContain('audit');
  });
  it('shows an unknown role only what is everybody\'s', () => expect(doors('visitor')).toEqual(['home', 'about']));
});

describe('texts', () => {
  const keys = (value: unknown, path = ''): string[] => (typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value).flatMap(([name, part]) => keys(part, `${path}.${name}`)) : [path]);
  it('are complete in both languages', () => {
    expect(keys(en)).toEqual(keys(zh));
    expect(keys(fieldEn)).toEqual(keys(fieldZh));
  });
  it('do not hide a shared text under one of the app', () => {
    expect(Object.keys(zh).filter((name) => name in coreTexts['zh-CN'])).toEqual([]);
    expect(Object.keys(fieldZh).filter((name) => name in coreTexts['zh-CN'])).toEqual([]);
  });
});
