import type { RecordType } from '@fangxian/core';
import { describe, expect, it } from 'vitest';
import { memberColumn, outcomeField, prefill, suggestion, withoutSilentRows } from '../src/use/screening';

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
