import 'fake-indexeddb/auto';
import { Outbox, type PushItem, type PushResult } from '@fangxian/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { FieldDb, keep, kept, storageOf } from '../src/use/db';

const itemOf = (id: string): PushItem => ({ type: 'household_screening', id, stated_at: '2020-02-03T08:30:00+08:00', fields: { visit_outcome: '4' } });
const entryOf = (id: string) => ({ id, type: 'household_screening', household: 'h', title: '王芳', item: itemOf(id) });
let db: FieldDb;
let turn = 0;

describe('the phone\'s database', () => {
  beforeEach(() => {
    db = new FieldDb(`test-${++turn}`);
  });

  it('still holds what was saved after the page was closed', async () => {
    const failing = new Outbox({ storage: storageOf(db, 'wang'), push: () => Promise.reject(new Error('no network')), schedule: () => undefined });
    await failing.save(entryOf('a'));
    await failing.send();
    db.close();
    const reopened = new FieldDb(`test-${turn}`);
    const pushed: string[] = [];
    const outbox = new Outbox({ storage: storageOf(reopened, 'wang'), push: async (items) => ({ results: items.map(({ id }): PushResult => (pushed.push(id), { id, status: 'created' })) }) });
    await outbox.send();
    expect(pushed).toEqual(['a']);
    expect((await reopened.outbox.get('a'))!.state).toBe('sent');
    expect((await reopened.outbox.get('a'))!.item).toEqual(itemOf('a'));
  });

  it('keeps two people on one phone apart', async () => {
    await storageOf(db, 'wang').put({ ...entryOf('a'), saved_at: 1, state: 'waiting', problems: [], effects: [] });
    await storageOf(db, 'li').put({ ...entryOf('b'), saved_at: 2, state: 'waiting', problems: [], effects: [] });
    expect((await storageOf(db, 'wang').waiting(10)).map((entry) => entry.id)).toEqual(['a']);
    expect((await storageOf(db, 'zhao').waiting(10)).map((entry) => entry.id)).toEqual([]);
  });

  it('gives what waits oldest first, and no more than asked', async () => {
    const storage = storageOf(db, 'wang');
    for (const [id, at] of [['c', 3], ['a', 1], ['b', 2]] as const) await storage.put({ ...entryOf(id), saved_at: at, state: 'waiting', problems: [], effects: [] });
    await storage.update('a', { state: 'held' });
    expect((await storage.waiting(10)).map((entry) => entry.id)).toEqual(['b', 'c']);
    expect((await storage.waiting(1)).map((entry) => entry.id)).toEqual(['b']);
  });

  it('keeps the last answers for reading without a network', async () => {
    expect(await kept(db, 'day')).toBeNull();
    await keep(db, 'day', { households: [1] });
    expect(await kept(db, 'day')).toEqual({ households: [1] });
  });
});
