import 'fake-indexeddb/auto';
import type { FieldHousehold, FieldTask, RecordType } from '@fangxian/core';
import { describe, expect, it } from 'vitest';
import { ordered, standing } from '../src/use/day';
import { memberColumn, outcomeField, prefill, suggestion, withoutSilentRows } from '../src/use/screening';

const now = Date.parse('2020-02-03T12:00:00+08:00');
const task = (state: FieldTask['state'], due_at = '2020-02-03T20:00:00+08:00', type = 'household_screening'): FieldTask => ({ type, period: 'p', source: 'r', label: '', subject: 's', due_at, state });
const home = (id: string, ...tasks: FieldTask[]): FieldHousehold => ({ id, place: '610627102201001', house_code: '', address: '', head_name: '', house_use: '1', phone_masked: '', persons: [], tasks });
const none = new Set<string>();

describe('today\'s list', () => {
  it('puts what is overdue first, then what is due soonest, and what is done last', () => {
    const list = [home('done', task('done')), home('evening', task('open', '2020-02-03T20:00:00+08:00')), home('noon', task('open', '2020-02-03T13:00:00+08:00')), home('late', task('overdue', '2020-02-02T20:00:00+08:00')), home('evening2', task('open', '2020-02-03T20:00:00+08:00'))];
    expect(ordered(list, none, now).map(({ home: one, state }) => `${one.id} ${state}`)).toEqual(['late overdue', 'noon open', 'evening open', 'evening2 open', 'done done']);
  });

  it('counts a household overdue as soon as its time has passed, without asking the server', () => {
    expect(standing(home('a', task('open', '2020-02-03T11:59:00+08:00')), none, now)).toBe('overdue');
  });

  it('takes a screening saved on this phone for done, but not the household\'s other duties', () => {
    expect(standing(home('a', task('open')), new Set(['a']), now)).toBe('done');
    expect(standing(home('a', task('open'), task('open', undefined, 'revisit')), new Set(['a']), now)).toBe('open');
    expect(standing(home('a', task('open')), new Set(['b']), now)).toBe('open');
  });
});

const label = { zh: '', en: '' };
const field = (name: string, kind: string, more: object = {}) => ({ name, kind, label, privacy: 'internal' as const, required: true, ...more });
const type: RecordType = {
  duty: 'watch', label,
  fields: [
    field('round', 'reference', { refers_to: 'screening_round' }), field('household', 'household'), field('visited_at', 'instant'), field('visit_mode', 'code', { codes: 'visit_mode' }), field('visit_outcome', 'code', { codes: 'visit_outcome' }),
    field('persons', 'table', { columns: [field('person', 'person'), field('temperature_c', 'temperature', { required: false })] }),
  ],
};
const persons = [{ id: 'p1' }, { id: 'p2' }];

describe('the screening form', () => {
  it('knows the household, the round, the time and the members; asks the rest', () => {
    const { values, settled } = prefill(type, { household: 'h', round: 'r', persons });
    expect(settled).toEqual(['round', 'household', 'visited_at']);
    expect(values).toMatchObject({ round: 'r', household: 'h', visit_mode: '1', persons: [{ person: 'p1' }, { person: 'p2' }] });
    expect(values).not.toHaveProperty('visit_outcome');
    expect(outcomeField(type)?.name).toBe('visit_outcome');
    expect(memberColumn(type.fields[5]!)?.name).toBe('person');
  });

  it('invents no reading: members nobody spoke of are not reported', () => {
    const values = { persons: [{ person: 'p1' }, { person: 'p2', temperature_c: 36.6 }, { name: '来客' }] };
    expect(withoutSilentRows(type, values)['persons']).toEqual([{ person: 'p2', temperature_c: 36.6 }, { name: '来客' }]);
  });

  it('offers the roster\'s count for a tap, and fills in nothing by itself', () => {
    expect(suggestion(field('present_count', 'integer'), 3)).toBe(3);
    expect(suggestion(field('temperature_c', 'temperature'), 3)).toBeNull();
    expect(prefill({ ...type, fields: [field('present_count', 'integer')] }, { persons }).values).toEqual({});
  });
});
