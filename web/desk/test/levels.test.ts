import type { LowerSite } from '@fangxian/core';
import { describe, expect, it } from 'vitest';
import { standingAfter } from '../src/use/levels';

const limits = { fresh_seconds: 180, silent_seconds: 3600 };
const site = (age: number | null, silence: number | null): LowerSite => ({ place: '610627000000', name: '甘泉县', standing: 'fresh', age_seconds: age, silent_for_seconds: silence, known_at: null, received_at: null, sequence: 1, period: null });

describe('the age of information', () => {
  it('grows while nothing comes, without the server being asked again', () => {
    expect(standingAfter(site(5, 5), 0, limits)).toBe('fresh');
    expect(standingAfter(site(5, 5), 175, limits)).toBe('fresh');
    expect(standingAfter(site(5, 5), 176, limits)).toBe('stale');
    expect(standingAfter(site(5, 5), 3596, limits)).toBe('silent');
  });

  it('is late, not fresh, when an old statement has just come', () => {
    expect(standingAfter(site(7200, 1), 0, limits)).toBe('stale');
  });

  it('never calls a site fresh that has never spoken', () => {
    expect(standingAfter(site(null, null), 0, limits)).toBe('silent');
  });
});
