import type { Timeline } from '@fangxian/core';
import { describe, expect, it } from 'vitest';
import { hourly } from '../src/use/timeline';

describe('a round hour by hour', () => {
  const hour = (h: number) => `2020-02-03T${String(h).padStart(2, '0')}:00:00+08:00`;
  const round = (points: Timeline['points'], closed: string | null = null): Timeline => ({ period: { id: 'p', label: '一', opens_at: '2020-02-03T08:30:00+08:00', due_at: hour(12), closed_at: closed }, expected: 10, points });
  const now = new Date('2020-02-03T11:20:00+08:00').getTime();

  it('starts with the opening, ends now, and shows the hours in which nothing was done', () => {
    const hours = hourly(round([{ hour: hour(9), on_time: 2 }, { hour: hour(9), late: 1 }, { hour: hour(10), on_time: 1 }]), now);
    expect(hours.map(({ onTime, late, total }) => [onTime, late, total])).toEqual([[0, 0, 0], [2, 1, 3], [1, 0, 4], [0, 0, 4]]);
    expect(hours[0]!.at).toBe(new Date(hour(8)).getTime());
  });
  it('does not run on after a closed round', () => {
    const hours = hourly(round([{ hour: hour(9), on_time: 2 }, { hour: hour(14), late: 3 }], hour(15)), now + 900 * 3_600_000);
    expect(hours.at(-1)).toMatchObject({ late: 3, total: 5, at: new Date(hour(14)).getTime() });
  });
  it('is nothing when nothing is done, and keeps only the busy hours of a round of months', () => {
    expect(hourly(round([]), now)).toEqual([]);
    const long = round([{ hour: hour(9), on_time: 1 }, { hour: '2020-06-03T09:00:00+08:00', late: 1 }]);
    expect(hourly(long, now).length).toBe(2);
  });
});
