import type { RecordType, RecordView } from '@fangxian/core';
import { create } from 'qrcode';
import { describe, expect, it } from 'vitest';
import { readAll } from '../src/use/all';
import { codePath, codeText } from '../src/use/codes';
import { asSheet } from '../src/use/copy';
import { filtersOf, queryOf, sharedFilter } from '../src/use/shared';
import { wayBack } from '../src/use/undo';
import { keepTaste, keepable, noFilters, readTaste, viewsMax, withView } from '../src/use/views';

const memory = () => {
  const kept = new Map<string, string>();
  return { getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, value: string) => void kept.set(name, value) };
};

describe('what one person keeps of a list', () => {
  it('is that person\'s and that list\'s alone', () => {
    const store = memory();
    keepTaste(store, 'wang', 'household', { columns: ['phone'], views: [{ name: 'a', filters: { ...noFilters(), state: 'active' } }] });
    expect(readTaste(store, 'wang', 'household')).toMatchObject({ columns: ['phone'], views: [{ filters: { state: 'active' } }] });
    expect(readTaste(store, 'li', 'household')).toEqual({ columns: null, views: [] });
    expect(readTaste(store, 'wang', 'person')).toEqual({ columns: null, views: [] });
  });
  it('survives a store somebody else wrote into', () => {
    for (const text of ['{', 'null', '[]', '{"columns":[1],"views":[{"name":3},null]}']) expect(readTaste({ getItem: () => text }, 'u', 't')).toEqual({ columns: null, views: [] });
  });
  it('replaces a filter of the same name and never grows without end', () => {
    let views = withView([], { name: 'a', filters: noFilters() });
    views = withView(views, { name: 'a', filters: { ...noFilters(), state: 'x' } });
    expect(views.map((view) => view.filters.state)).toEqual(['x']);
    for (let n = 0; n < 50; ++n) views = withView(views, { name: String(n), filters: noFilters() });
    expect(views.length).toBe(viewsMax);
  });
  it('does not keep a telephone or identity number', () => {
    expect(keepable({ ...noFilters(), search: '15400000627' }).search).toBe('');
    expect(keepable({ ...noFilters(), search: '61062719540617801X' }).search).toBe('');
    expect(keepable({ ...noFilters(), search: '01-1-0101' }).search).not.toBe('王');
    expect(keepable({ ...noFilters(), search: '王建国' }).search).toBe('王建国');
  });
});

describe('undo', () => {
  const label = { zh: '', en: '' };
  const shape: RecordType = { label, duty: '', fields: [], transitions: [{ name: 'reject', from: ['open'], to: 'rejected', label }, { name: 'reopen', from: ['rejected'], to: 'open', label }, { name: 'merge', from: ['open'], to: 'merged', label }], permissions: { 'move:reopen': ['county_officer'] } };
  it('is offered where a move leads back and this role may make it', () => {
    expect(wayBack(shape, shape.transitions![0]!, 'open', 'county_officer')?.name).toBe('reopen');
    expect(wayBack(shape, shape.transitions![0]!, 'open', 'grid_worker')).toBeNull();
  });
  it('is not offered for what cannot be taken back', () => expect(wayBack(shape, shape.transitions![2]!, 'open', 'county_officer')).toBeNull());
});

describe('a copied list', () => {
  it('keeps its cells apart and holds no formula', () => expect(asSheet([['王\t建国', '=1+1'], ['-', 'a\nb']])).toBe("王 建国\t'=1+1\n-\ta b"));
  it('is read page by page, to a limit that is told', async () => {
    const pages: Record<string, { items: number[]; next: string | null }> = { '': { items: [1, 2], next: 'b' }, b: { items: [3, 4], next: null } };
    const read = (cursor: string | null) => Promise.resolve(pages[cursor ?? '']!);
    expect(await readAll(read, 10)).toEqual({ items: [1, 2, 3, 4], more: false });
    expect(await readAll(read, 3)).toEqual({ items: [1, 2, 3], more: true });
    expect(await readAll(read, 2)).toEqual({ items: [1, 2], more: true });
  });
});

describe('the code on a door', () => {
  it('draws every dark module and no other', () => {
    const { modules } = create(codeText('01757f63-1007-73b9-8b86-38468e10ba74'), { errorCorrectionLevel: 'M' });
    const { size, path } = codePath(modules);
    const drawn = new Set<number>();
    for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)/g)) for (let n = 0; n < Number(run); ++n) drawn.add(Number(y) * size + Number(x) + n);
    expect(drawn).toEqual(new Set([...modules.data].flatMap((dark, index) => (dark ? [index] : []))));
  });
});

describe('a filter shared with others', () => {
  const shape = { title: ['name'], fields: [{ name: 'name', kind: 'text', privacy: 'personal', searchable: true }, { name: 'phone', kind: 'phone', privacy: 'personal', searchable: true }, { name: 'use', kind: 'code', privacy: 'internal' }] } as unknown as RecordType;
  const record = (filter: string) => ({ fields: { name: '出租户', filter } }) as unknown as RecordView;
  it('is what the list asks the server for, without a number that was typed', () => {
    const filters = { ...noFilters(), place: '610627001000', state: 'active', sort: 'name', codes: { use: '2' }, search: '13800138000' };
    expect(queryOf(shape, filters).where).toContain('13800138000');
    expect(JSON.parse(sharedFilter(shape, filters))).toEqual({ place: '610627001000', state: 'active', where: { eq: ['use', '2'] } });
    expect(JSON.parse(sharedFilter(shape, noFilters()))).toEqual({});
  });
  it('comes back into the choices of a list; what these cannot show stays together', () => {
    const filter = JSON.stringify({ state: 'active', where: { all: [{ eq: ['use', '2'] }, { eq: ['rooms', '4'] }, { any: [{ eq: ['name', '王'] }] }] } });
    const back = filtersOf(record(filter), ['use']);
    expect(back).toMatchObject({ state: 'active', place: null, codes: { use: '2' }, also: { name: '出租户' } });
    expect(JSON.parse(queryOf(shape, back).where!)).toEqual({ all: [{ eq: ['use', '2'] }, { all: [{ eq: ['rooms', '4'] }, { any: [{ eq: ['name', '王'] }] }] }] });
    expect(filtersOf(record('{}'), [])).toEqual(noFilters());
  });
});
