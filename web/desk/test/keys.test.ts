import type { RecordType } from '@fangxian/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { commandOf, listenToKeys, moveInTable, switchKeys } from '../src/use/keys';
import { isIdentity, isPhone, pinyinOf, searchWhere } from '../src/use/search';
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

describe('one line of search', () => {
  const field = (name: string) => ({ name, kind: 'text', privacy: 'open' as const, label: { zh: '', en: '' } });
  const person: RecordType = { label: { zh: '', en: '' }, duty: '', fields: ['name', 'name_sound', 'id_number', 'phone'].map(field) };
  it('asks for a name, and for its sound when it is pinyin', () => {
    expect(searchWhere(person, ' 王建国 ')).toBe('{"eq":["name","王建国"]}');
    expect(JSON.parse(searchWhere(person, 'Wáng Jiànguó')!)).toEqual({ any: [{ eq: ['name', 'Wáng Jiànguó'] }, { eq: ['name_sound', 'wangjianguo'] }] });
    expect(pinyinOf('Lǚ Bù')).toBe('lvbu');
    expect(pinyinOf('王')).toBeNull();
  });
  it('asks for numbers only where they can be one', () => {
    expect(isPhone('154 0000-0627')).toBe(true);
    expect(isPhone('12')).toBe(false);
    expect(isIdentity('61062719540617801x')).toBe(true);
    expect(searchWhere(person, '61062719540617801x')).toContain('"61062719540617801X"');
    expect(searchWhere(person, '3-201')).not.toContain('phone');
  });
  it('asks nothing for an empty line', () => expect(searchWhere(person, '  ')).toBeUndefined());
});

describe('the theme', () => {
  it('follows the system unless one was chosen, and is light on paper', () => {
    expect(isDark('system', true, false)).toBe(true);
    expect(isDark('light', true, false)).toBe(false);
    expect(isDark('dark', false, false)).toBe(true);
    expect(isDark('dark', true, true)).toBe(false);
  });
});
