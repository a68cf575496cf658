import type { CatalogueField, RecordType, RecordView } from '@fangxian/core';
import { describe, expect, it } from 'vitest';
import { actionOf, askedFor, bulkFields, bulkMoves, mayBulk, useChoice } from '../src/use/bulk';

const field = (name: string, more: object = {}): CatalogueField => ({ name, kind: 'text', privacy: 'open', label: { zh: '', en: '' }, ...more });
const label = { zh: '', en: '' };
const keyPerson = {
  label,
  duty: '',
  fields: [field('outcome', { bulk: true }), field('outcome_on', { bulk: true, relevant: { present: 'outcome' }, required: true }), field('measure', { bulk: true, required: true }), field('note')],
  transitions: [
    { name: 'release', from: ['open'], to: 'released', label, guard: { eq: ['outcome', '1'] } },
    { name: 'transfer', from: ['open'], to: 'transferred', label },
    { name: 'record_death', from: ['open'], to: 'died', label, bulk: false },
    { name: 'explain', from: ['open'], to: 'explained', label, guard: { present: 'note' } },
  ],
  permissions: { 'move:release': ['cdc_officer'], 'move:transfer': ['cdc_officer', 'village_officer'], 'move:record_death': ['cdc_officer'], 'move:explain': ['cdc_officer'], change: ['cdc_officer'] },
} as unknown as RecordType;
const record = (id: string, version = 1) => ({ id, version }) as RecordView;

describe('what may be done to many', () => {
  it('is what the post may do to one, without what wants a look each', () => {
    expect(bulkMoves(keyPerson, 'cdc_officer').map((move) => move.name)).toEqual(['release', 'transfer']);
    expect(bulkMoves(keyPerson, 'village_officer').map((move) => move.name)).toEqual(['transfer']);
    expect(bulkFields(keyPerson).map((one) => one.name)).not.toContain('note');
    expect(mayBulk(keyPerson, 'auditor')).toBe(false);
    expect(mayBulk(undefined, 'cdc_officer')).toBe(false);
  });
  it('asks for what the guard asks for and what follows from it, nothing else', () => {
    expect(askedFor(keyPerson, 'release')).toEqual({ outcome: '1', outcome_on: null });
    expect(askedFor(keyPerson, 'transfer')).toEqual({});
  });
  it('leaves alone what was left empty beside a move, and clears a field that is set alone', () => {
    expect(actionOf('key_person', 'release', { outcome: '1', outcome_on: null })).toEqual({ type: 'key_person', move: 'release', fields: { outcome: '1' } });
    expect(actionOf('key_person', '', { measure: null })).toEqual({ type: 'key_person', fields: { measure: null } });
  });
});

describe('choosing', () => {
  it('keeps the version that was seen, over pages', () => {
    const choice = useChoice();
    choice.set([record('a', 3), record('b')], true);
    choice.set([record('c')], true);
    choice.set([record('b')], false);
    expect(choice.items.value).toEqual([{ id: 'a', version: 3 }, { id: 'c', version: 1 }]);
    choice.chooseAll();
    expect(choice.has('never seen')).toBe(true);
    choice.set([record('a', 3)], false);
    expect(choice.has('never seen')).toBe(false);
    choice.clear();
    expect(choice.count.value).toBe(0);
  });
});
