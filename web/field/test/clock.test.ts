import { beforeEach, expect, it } from 'vitest';
import { clockWrong, deviceOffset, heardServerTime, trueNow } from '../src/use/clock';

const at = (text: string): number => Date.parse(text);
beforeEach(() => (deviceOffset.value = 0));

it('a clock an hour fast is told, and corrected for', () => {
  const asked = at('2020-02-03T09:00:00.100Z');
  heardServerTime(at('2020-02-03T08:00:00Z'), asked, asked + 400);
  expect(deviceOffset.value).toBe(3_599_800);
  expect(clockWrong.value).toBe(true);
  expect(Math.abs(trueNow() - (Date.now() - 3_599_800))).toBeLessThan(1000);
});

it('a clock right to the second is left alone', () => {
  heardServerTime(at('2020-02-03T08:00:00Z'), at('2020-02-03T08:00:00.900Z'), at('2020-02-03T08:00:01.300Z'));
  expect(Math.abs(deviceOffset.value)).toBeLessThan(1000);
  expect(clockWrong.value).toBe(false);
  expect(Math.abs(trueNow() - Date.now())).toBeLessThan(100);
});

it('an answer that took long, or during which the clock was set, tells nothing', () => {
  heardServerTime(at('2020-02-03T08:00:00Z'), at('2020-02-03T09:00:00Z'), at('2020-02-03T09:00:30Z'));
  heardServerTime(at('2020-02-03T08:00:00Z'), at('2020-02-03T09:00:00Z'), at('2020-02-03T08:00:00Z'));
  expect(deviceOffset.value).toBe(0);
});
