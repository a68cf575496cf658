import type { Boundaries } from '@fangxian/core';
import { describe, expect, it } from 'vitest';
import { matched, placeOfCode } from '../src/use/boundaries';

const drawing = (...codes: (string | number | undefined)[]): Boundaries => ({
  type: 'FeatureCollection', features: codes.map((code) => ({ type: 'Feature' as const, properties: { code }, geometry: { type: 'Polygon', coordinates: [] } })) as Boundaries['features'],
});
const places = (...codes: string[]) => codes.map((place) => ({ place }));

describe('codes of a boundary file', () => {
  it('mean the same place however short they are written', () => {
    expect(placeOfCode('610627')).toBe('610627000000');
    expect(placeOfCode(610627101)).toBe('610627101000');
    expect(placeOfCode('610627101201')).toBe('610627101201');
    expect(placeOfCode('610627101201003')).toBe('610627101201003');
  });
  it('are no place when they are no code', () => {
    for (const code of ['', undefined, null, '61O627', '6106271', '610627-1']) expect(placeOfCode(code)).toBe(null);
  });
});

describe('places and their boundaries', () => {
  it('are matched in the order of the list; who has none is listed, never lost', () => {
    const found = matched(drawing(610627102, '610627101', '999999'), places('610627101000', '610627103000', '610627102000'));
    expect(found.drawn.map(({ node }) => node.place)).toEqual(['610627101000', '610627102000']);
    expect(found.without).toEqual(places('610627103000'));
  });
  it('are not drawn when the file draws other levels only', () => {
    const found = matched(drawing('610627'), places('610627101000'));
    expect(found.drawn).toEqual([]);
    expect(found.without.length).toBe(1);
  });
});
