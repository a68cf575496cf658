import { type Catalogue, type CatalogueField, type Fields, type Plan, type PlaceDetail, RequestFailed, type ResponsePreview } from '@fangxian/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope } from 'vue';
import { api, catalogue } from '../src/use/app';
import { useDeclaration } from '../src/use/declare';

const label = { zh: '', en: '' };
const field = (name: string, kind: string, more: Partial<CatalogueField> = {}): CatalogueField => ({ name, kind, label, privacy: 'internal', ...more });
const given = catalogue.value;
const fields = [
  field('area', 'place', { required: true }), field('plan', 'text', { required: true }), field('level', 'text', { required: true }), field('ends_at', 'instant', { required: true }), field('decided_by', 'text', { required: true }),
  field('reason', 'text', { required: true }), field('confirmed_recent', 'integer'), field('deviation_reason', 'text'), field('replaces', 'reference', { refers_to: 'response' }),
  field('adjustments', 'table', { columns: [field('measure', 'text', { required: true }), field('left_out', 'text'), field('ends_at', 'instant')] }),
];
const plan: Plan = { plan: 'risk', scheme: '3', areas: ['county'], levels: [{ level: 'low', days: 14 }, { level: 'high', days: 14 }], measures: [{ measure: 'a', levels: ['high'], topic: '1', urgency: '1', owners: [], acknowledge_hours: 1 }] };
const county = '610627000000';
const current = '01900000-0000-7000-8000-000000000001';
const later = '01900000-0000-7000-8000-000000000002';
const preview = (id: string, judged: string): ResponsePreview => ({ current: { id } as ResponsePreview['current'], judged, ends_at: '2026-02-17T08:00:00+08:00', decided_by: { zh: '县政府', en: 'County' }, posts: 1, opens: [], continues: [], ends: [], problems: [] });

const scope = effectScope();
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 400));
beforeEach(() => {
  catalogue.value = { version: '', code_lists: {}, types: { response: { label, duty: '', fields } } } as Catalogue;
  api.plans = () => Promise.resolve({ plans: [plan] });
  api.place = () => Promise.resolve({ place: county, name: '', level: 3, path: [], children: [], responsible: [] } as PlaceDetail);
});
afterEach(() => (catalogue.value = given));

describe('a declaration', () => {
  it('is proposed by the plan, sent with what it replaces, and kept when the level has changed meanwhile', async () => {
    const asked: Fields[] = [];
    const sent: Fields[] = [];
    api.previewResponse = (of) => (asked.push(of), Promise.resolve(preview(sent.length > 0 ? later : current, 'low')));
    api.create = vi.fn((_type, body) => {
      sent.push(body.fields);
      return sent.length > 1 ? Promise.resolve({ id: 'new', version: 1, sequence: 1, outcome: 'created' as const, effects: [] }) : Promise.reject(new RequestFailed(409, [{ number: '409.294', field: 'replaces', zh: '', en: '' }]));
    });
    const d = scope.run(() => useDeclaration({ area: county, plan: '', level: '' }))!;
    await settle();
    expect(d.plan.value?.plan).toBe('risk');
    expect(asked).toEqual([]);
    expect(d.touched.value).toBe(false);

    d.set('level', 'high');
    d.set('reason', 'r');
    await settle();
    expect(asked).toEqual([{ area: county, plan: 'risk', level: 'high' }]);
    expect(d.form.values.value).toMatchObject({ ends_at: '2026-02-17T08:00:00+08:00', decided_by: '县政府', replaces: current });
    // Without figures the rule says nothing.
    expect(d.judged.value).toBeNull();
    d.set('confirmed_recent', 0);
    await settle();
    expect([d.judged.value, d.deviates.value]).toEqual(['low', true]);
    d.set('deviation_reason', 'why');

    d.adjust('a', { leaving: true });
    expect(await d.declare()).toBeNull();
    expect([d.silent.value, sent.length]).toEqual([['a'], 0]);
    d.adjust('a', { left_out: 'x' });
    expect(await d.declare()).toBeNull();
    expect(d.moved.value).toBe(true);
    expect(d.form.values.value).toMatchObject({ reason: 'r', deviation_reason: 'why', replaces: later });
    expect(await d.declare()).toBe('new');
    expect(sent.map(({ replaces }) => replaces)).toEqual([current, later]);
    expect(sent[1]).toMatchObject({ plan: 'risk', level: 'high', adjustments: [{ measure: 'a', left_out: 'x' }], deviation_reason: 'why' });
    expect(d.touched.value).toBe(false);
    scope.stop();
  });
});
