import { afterAll, describe, expect, it } from 'vitest';
import { civilDate, civilHour, dateTime, dayOf, fullDateTime, isWeekend, statedAt, stepDay } from '../src';

/// Zones that change their clocks, one by half an hour, and both ends of the world.
const zones = ['Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'];
const summerOffset: Record<string, number> = { 'Asia/Shanghai': -480, 'America/New_York': 240, 'Europe/Berlin': -120, 'Australia/Lord_Howe': -630, 'Pacific/Kiritimati': -840, 'Pacific/Pago_Pago': 660 };
const own = process.env['TZ'];
afterAll(() => {
  if (own === undefined) delete process.env['TZ'];
  else process.env['TZ'] = own;
});

/// Instants at which one of the zones puts its clock forward or back, midnights of China, and those around a leap day.
const instants = [
  ['2020-03-08T06:59:59Z', '2020-03-08T14:59:59+08:00'], ['2020-03-08T07:00:00Z', '2020-03-08T15:00:00+08:00'], ['2020-03-29T01:00:00Z', '2020-03-29T09:00:00+08:00'],
  ['2020-04-04T15:00:00Z', '2020-04-04T23:00:00+08:00'], ['2020-11-01T05:30:00Z', '2020-11-01T13:30:00+08:00'], ['2020-11-01T06:30:00Z', '2020-11-01T14:30:00+08:00'],
  ['2020-02-28T16:00:00Z', '2020-02-29T00:00:00+08:00'], ['2020-02-29T15:59:59Z', '2020-02-29T23:59:59+08:00'], ['2020-02-29T16:00:00Z', '2020-03-01T00:00:00+08:00'], ['2021-02-28T16:00:00Z', '2021-03-01T00:00:00+08:00'],
] as const;

describe.each(zones)('on a screen in %s', (zone) => {
  it('a time is that of China, whatever its own clock does', () => {
    process.env['TZ'] = zone;
    expect(new Date('2020-07-01T00:00:00Z').getTimezoneOffset(), 'the screen stands there').toBe(summerOffset[zone]);
    for (const [utc, china] of instants) {
      const date = new Date(utc);
      expect(statedAt(date)).toBe(china);
      expect(civilDate(date)).toBe(china.slice(0, 10));
      expect(civilHour(date)).toBe(Number(china.slice(11, 13)));
      expect(dayOf(china)).toBe(china.slice(0, 10));
      expect(dateTime(utc)).toContain(china.slice(11, 16));
      expect(fullDateTime(utc, 'en')).toContain(china.slice(11, 19));
    }
  });

  it('days follow one another without a gap or a repeat, over leap days and changes of the clock', () => {
    process.env['TZ'] = zone;
    let day = '2020-01-01';
    const seen = new Set<string>();
    for (let n = 0; n < 731; ++n, day = stepDay(day, 1)) seen.add(day);
    expect(day).toBe('2022-01-01');
    expect(seen.size).toBe(731);
    expect(seen.has('2020-02-29')).toBe(true);
    expect(stepDay('2020-03-01', -1)).toBe('2020-02-29');
    expect(isWeekend('2020-03-08')).toBe(true);
    expect(isWeekend('2020-03-09')).toBe(false);
  });
});
