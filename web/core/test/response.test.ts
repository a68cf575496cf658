import { describe, expect, it } from 'vitest';
import { type Plan, type ResponseProblem, adjustmentRows, byGraveness, levelStep, levelTone, liesIn, placeKind, plansFor, previewFields, problemsAt, timeLeft, unexplained } from '../src';

const measure = (name: string, levels: string[]) => ({ measure: name, label: { zh: `措施${name}`, en: `Measure ${name}` }, levels, topic: '1', urgency: '1', owners: ['village_officer'], acknowledge_hours: 2 });
const plan: Plan = {
  plan: 'risk', scheme: '3', areas: ['county'],
  levels: ['low', 'medium', 'high'].map((level) => ({ level, days: 14 })),
  measures: [measure('a', ['low', 'medium']), measure('b', ['medium', 'high']), measure('c', ['high'])],
};
const at = (text: string): number => Date.parse(text);

describe('a level', () => {
  it('has a tone that is graver the higher it stands, and one for what is unknown', () => {
    expect(['none', 'case', 'cluster', 'spread'].map(levelTone)).toEqual(['calm', 'watch', 'grave', 'worst']);
    expect(['IV', 'III', 'II', 'I'].map(levelTone)).toEqual(['note', 'watch', 'grave', 'worst']);
    expect(['low', 'medium', 'high'].map(levelTone)).toEqual(['calm', 'watch', 'worst']);
    expect(levelTone('other')).toBe('note');
  });
  it('is raised, lowered or declared anew on the ladder of its plan', () => {
    expect(levelStep(plan, 'low', 'high')).toBe('up');
    expect(levelStep(plan, 'high', 'medium')).toBe('down');
    expect(levelStep(plan, 'low', 'low')).toBe('same');
    expect(levelStep(plan, null, 'low')).toBeNull();
    expect(levelStep(plan, 'IV', 'low')).toBeNull();
  });
  it('stands before milder ones, and those of one tone in the order of the schemes', () => {
    const some = [{ scheme: '3', level: 'low' }, { scheme: '2', level: 'case' }, { scheme: '1', level: 'III' }, { scheme: '1', level: 'I' }];
    expect(byGraveness(some).map(({ level }) => level)).toEqual(['I', 'III', 'case', 'low']);
  });
});

describe('time left', () => {
  const now = at('2026-02-03T08:00:00+08:00');
  const zh = (end: string) => timeLeft(end, now, 'zh-CN');
  it('is told in the two greatest units and never rounded up', () => {
    expect(zh('2026-02-05T11:59:59+08:00').text).toBe('剩 2 天 3 小时');
    expect(zh('2026-02-03T10:05:00+08:00').text).toBe('剩 2 小时 5 分钟');
    expect(zh('2026-02-05T08:00:00+08:00').text).toBe('剩 2 天');
    expect(zh('2026-02-03T08:59:30+08:00').text).toBe('剩 59 分钟');
    expect(zh('2026-02-03T08:00:30+08:00').text).toBe('剩 不到 1 分钟');
    expect(timeLeft('2026-02-05T11:00:00+08:00', now, 'en').text).toBe('2 d 3 h left');
  });
  it('is soon within a day, over at its end, and nothing without one', () => {
    expect(zh('2026-02-04T08:00:00+08:00')).toMatchObject({ soon: true, over: false });
    expect(zh('2026-02-04T08:00:01+08:00').soon).toBe(false);
    expect(zh('2026-02-03T08:00:00+08:00')).toMatchObject({ over: true, soon: false });
    expect(timeLeft(undefined, now, 'en')).toEqual({ text: '', over: false, soon: false });
  });
});

describe('a place', () => {
  it('lies in those above it and in itself', () => {
    const [county, town, village, group] = ['610627000000', '610627101000', '610627101201', '610627101201002'];
    for (const above of ['610000000000', '610600000000', county]) expect(liesIn(village, above)).toBe(true);
    expect(liesIn(group, village)).toBe(true);
    expect(liesIn(town, town)).toBe(true);
    expect(liesIn(county, town)).toBe(false);
    expect(liesIn('610627102201', town)).toBe(false);
    expect(liesIn('610628101201', county)).toBe(false);
  });
  it('has the plans of its kind', () => {
    expect(placeKind(3)).toBe('county');
    expect(plansFor([plan], placeKind(3))).toEqual([plan]);
    expect(plansFor([plan], placeKind(5))).toEqual([]);
    expect(plansFor([plan], '')).toEqual([]);
  });
});

describe('changes to a plan', () => {
  it('become rows only of measures of the level, and only once they say something', () => {
    const changes = { a: { leaving: true, left_out: ' 本县无此情形 ' }, b: { ends_at: '2026-02-04T08:00:00+08:00' }, c: { leaving: true, left_out: 'x' } };
    expect(adjustmentRows(changes, plan, 'medium')).toEqual([{ measure: 'a', left_out: '本县无此情形' }, { measure: 'b', ends_at: '2026-02-04T08:00:00+08:00' }]);
    expect(adjustmentRows({ a: { leaving: true, left_out: ' ' }, b: { ends_at: null } }, plan, 'medium')).toEqual([]);
    expect(adjustmentRows(changes, null, 'medium')).toEqual([]);
  });
  it('forget the reason and the end that were typed before the mind was changed', () => {
    expect(adjustmentRows({ a: { leaving: false, left_out: 'x' } }, plan, 'low')).toEqual([]);
    expect(adjustmentRows({ a: { leaving: true, left_out: 'x', ends_at: '2026-02-04T08:00:00+08:00' } }, plan, 'low')).toEqual([{ measure: 'a', left_out: 'x' }]);
  });
  it('are incomplete without a reason', () => {
    expect(unexplained({ a: { leaving: true }, b: { leaving: true, left_out: 'x' }, c: { leaving: true } }, plan, 'medium')).toEqual(['a']);
  });
});

describe('a preview', () => {
  it('is asked once area, plan and level are chosen, with what changes it and nothing else', () => {
    expect(previewFields({ area: 'p', plan: 'risk' })).toBeNull();
    expect(previewFields({ area: 'p', plan: 'risk', level: 'low', reason: 'r', document: 'd', confirmed_recent: 0, replaces: 'x' })).toEqual({ area: 'p', plan: 'risk', level: 'low', confirmed_recent: 0 });
  });
  it('tells a problem at the measure it names', () => {
    const problem = (text: string, field: string): ResponseProblem => ({ code: '422.295', zh: `措施“措施${text}”没有岗位。`, en: `The measure "Measure ${text}" has no post.`, field });
    const problems = [problem('a', 'adjustments'), problem('b', 'adjustments'), problem('a', 'level')];
    expect(problemsAt(plan.measures[0]!, problems)).toEqual([problems[0]]);
    expect(problemsAt(plan.measures[2]!, problems)).toEqual([]);
  });
});
