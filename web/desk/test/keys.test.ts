import type { RecordView } from '@fangxian/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { commandOf, listenToKeys, moveInTable, switchKeys } from '../src/use/keys';
import { markedTitle, saysBy } from '../src/use/search';
import { isDark } from '../src/use/theme';

const press = (key: string, more: object = {}) => ({ key, at: 1000, typing: false, modified: false, ...more });

describe('shortcuts', () => {
  it('jump with g and a letter, only while the second key comes soon', () => {
    expect(commandOf(press('g'), 0)).toEqual({ do: 'wait' });
    expect(commandOf(press('h'), 900)).toEqual({ do: 'go', to: '/home' });
    expect(commandOf(press('h', { at: 9000 }), 900)).toBeNull();
    expect(commandOf(press('h'), 0)).toBeNull();
  });
  it('never act while somebody types or holds a modifier', () => {
    for (const key of ['/', '?', 'g', 'ArrowDown']) {
      expect(commandOf(press(key, { typing: true }), 0)).toBeNull();
      expect(commandOf(press(key, { modified: true }), 0)).toBeNull();
    }
  });
  it('can be switched off', () => {
    const heard: string[] = [];
    const stop = listenToKeys((command) => void heard.push(command.do));
    dispatchEvent(new KeyboardEvent('keydown', { key: '/' }));
    switchKeys(false);
    dispatchEvent(new KeyboardEvent('keydown', { key: '/' }));
    switchKeys(true);
    stop();
    dispatchEvent(new KeyboardEvent('keydown', { key: '/' }));
    expect(heard).toEqual(['search']);
  });
});

describe('arrows in a table', () => {
  beforeEach(() => (document.body.innerHTML = '<main id="main"><table><tbody><tr class="opens"><td><a href="#1">1</a></td></tr><tr class="opens"><td><a href="#2">2</a></td></tr></tbody></table></main>'));
  const here = () => document.activeElement?.textContent;
  it('go to the first row, down, up, and stop at the ends', () => {
    moveInTable(1);
    expect(here()).toBe('1');
    moveInTable(1);
    moveInTable(1);
    expect(here()).toBe('2');
    moveInTable(-1);
    expect(here()).toBe('1');
  });
  it('do nothing where there is no table', () => {
    document.body.innerHTML = '';
    expect(moveInTable(1)).toBe(false);
  });
});

describe('what a search found', () => {
  it('marks the characters that were typed, and nothing where the name was not what was typed', () => {
    expect(markedTitle('王小明', '王小明', 2)).toEqual(['', '王小', '明']);
    expect(markedTitle('A-101 赵铁柱', '赵铁柱', 3)).toEqual(['A-101 ', '赵铁柱', '']);
    expect(markedTitle('王小明', '王小明', 0)).toEqual(['王小明', '', '']);
    expect(markedTitle('A-101', '', 2)).toEqual(['A-101', '', '']);
    expect(markedTitle('𬱖红', '𬱖红', 1)).toEqual(['', '𬱖', '红']);
  });
  it('says by what it was found, unless that is seen', () => {
    const found = (found_by: string) => ({ found_by, marks: 0, record: { id: '', place: '', version: 1, fields: {} } as unknown as RecordView });
    expect(saysBy(found('initials'))).toBe(true);
    expect(saysBy(found('name'))).toBe(false);
  });
});

describe('the theme', () => {
  it('follows the system unless one was chosen, and is light on paper', () => {
    expect(isDark('system', true, false)).toBe(true);
    expect(isDark('light', true, false)).toBe(false);
    expect(isDark('dark', false, false)).toBe(true);
    expect(isDark('dark', true, true)).toBe(false);
  });
});
