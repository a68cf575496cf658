// @vitest-environment node
import 'fake-indexeddb/auto';
import { Outbox, type PushItem, type PushResult } from '@fangxian/core';
import Dexie from 'dexie';
import { describe, expect, it, vi } from 'vitest';
import { FieldDb, forget, keep, kept, storageFull } from '../src/use/db';
import { draftKeeper } from '../src/use/draft';
import { dropOld, openEntry, sealOld, storageOf } from '../src/use/entries';
import { Homes } from '../src/use/homes';
import { account, entryOf, freshDb, home, itemOf, now, onDisk, period, seal, task } from './kit';

const accept = async (items: PushItem[]) => ({ results: items.map(({ id }): PushResult => ({ id, status: 'created' })) });
const lines = (rows: { id: string; state: string }[]) => rows.map(({ id, state }) => `${id} ${state}`);
const quota = (): Error => Object.assign(new Error('full'), { name: 'QuotaExceededError' });

describe('the phone\'s database', () => {
  it('still holds what was saved after the page was closed', async () => {
    const db = freshDb();
    const { seal: key } = await account(db, 'wang');
    const failing = new Outbox({ storage: storageOf(db, 'wang', key), push: () => Promise.reject(new Error('no network')), schedule: () => undefined });
    await failing.save(entryOf('a'));
    await failing.send();
    db.close();
    const reopened = new FieldDb(db.name);
    const push = vi.fn(accept);
    await new Outbox({ storage: storageOf(reopened, 'wang', key), push }).send();
    expect(push.mock.calls).toEqual([[[itemOf('a')], 1]]);
    const row = (await reopened.outbox.get('a'))!;
    expect(row.state).toBe('sent');
    expect((await openEntry(key, row)).item).toEqual(itemOf('a'));
  });

  it('shows nobody without the key a name, an answer or an address', async () => {
    const db = freshDb();
    const { seal: key } = await account(db, 'wang');
    await storageOf(db, 'wang', key).put(entryOf('a', 'h', { note: '咳嗽' }));
    const draft = draftKeeper(db, 'wang', key, 'screening/h');
    draft.put({ name: '李四' });
    await draft.written();
    const one = { ...home('h', task('open')), address: '南关街12号' };
    await new Homes(db, key, 'wang', 'post').apply({ reset: true, households: [one], removed: [], periods: [period('p')], cursor: 'c', total: 1, complete: true }, now);
    const text = await onDisk(db);
    expect(text).toContain('wang');
    for (const secret of ['王芳', '咳嗽', '李四', '户主', '南关街', 'visit_outcome']) expect(text).not.toContain(secret);
  });

  it('keeps two people on one phone apart: neither sends nor opens the other\'s', async () => {
    const db = freshDb();
    const [wang, li] = [await account(db, 'wang'), await account(db, 'li')];
    await storageOf(db, 'wang', wang.seal).put(entryOf('a'));
    await storageOf(db, 'li', li.seal).put(entryOf('b'));
    expect((await storageOf(db, 'wang', wang.seal).batch(10))!.entries.map((entry) => entry.id)).toEqual(['a']);
    expect(await storageOf(db, 'zhao', await seal()).batch(10)).toBeNull();
    await expect(openEntry(wang.seal, (await db.outbox.get('b'))!)).rejects.toThrow();
  });

  it('gives what waits oldest first, no more than asked, each batch its number and a repeat the same', async () => {
    const db = freshDb();
    const storage = storageOf(db, 'wang', (await account(db, 'wang')).seal);
    for (const [id, at] of [['c', 3], ['a', 1], ['b', 2]] as const) await storage.put({ ...entryOf(id), saved_at: at });
    const next = async (limit: number) => {
      const batch = await storage.batch(limit);
      return batch && [batch.sequence, ...batch.entries.map((entry) => entry.id)];
    };
    expect(await next(2)).toEqual([1, 'a', 'b']);
    expect(await next(9)).toEqual([1, 'a', 'b']);
    await storage.update('a', { state: 'held' });
    expect(await next(9)).toEqual([2, 'b', 'c']);
    for (const id of ['b', 'c']) await storage.update(id, { state: 'sent' });
    await storage.batchAnswered(2);
    expect(await next(9)).toBeNull();
  });

  it('goes on beyond what the server has seen, after the phone went back to an old backup', async () => {
    const db = freshDb();
    const storage = storageOf(db, 'wang', (await account(db, 'wang')).seal);
    const push = vi.fn(async (items: PushItem[]) => ({ ...(await accept(items)), device: { sequence: 40 } }));
    await storage.put(entryOf('a'));
    await new Outbox({ storage, push }).send();
    await storage.put(entryOf('b'));
    expect((await storage.batch(9))!.sequence).toBe(41);
  });

  it('a save is whole or not at all: entry, draft and the entry it mends change together', async () => {
    const db = freshDb();
    const { seal: key } = await account(db, 'wang');
    const storage = storageOf(db, 'wang', key);
    const draft = draftKeeper(db, 'wang', key, 'f');
    draft.put({ a: 1 });
    await draft.written();
    await storage.put({ ...entryOf('old'), state: 'held' });
    const cut = vi.spyOn(db.drafts, 'delete').mockRejectedValueOnce(new Error('the page was closed'));
    await expect(storage.put(entryOf('new'), { draft: draft.key, mends: 'old' })).rejects.toThrow();
    expect(lines(await db.outbox.toArray())).toEqual(['old held']);
    expect(await draft.read()).toEqual({ a: 1 });
    cut.mockRestore();
    await storage.put(entryOf('new'), { draft: draft.key, mends: 'old' });
    expect(lines(await db.outbox.toArray())).toEqual(['new waiting', 'old sent']);
    expect(await draft.read()).toBeUndefined();
  });

  it('on a full phone gives up what the server has, never what it has not, and says so when that is not enough', async () => {
    const db = freshDb();
    const storage = storageOf(db, 'wang', (await account(db, 'wang')).seal);
    for (const [id, state] of [['s', 'sent'], ['w', 'waiting'], ['h', 'held']] as const) await storage.put({ ...entryOf(id), state });
    const full = vi.spyOn(db.outbox, 'put').mockRejectedValueOnce(quota());
    await storage.put(entryOf('n'));
    expect(lines(await db.outbox.toArray())).toEqual(['h held', 'n waiting', 'w waiting']);
    full.mockRejectedValue(quota());
    const failed = await storage.put(entryOf('m')).catch((error: unknown) => error);
    expect(storageFull(failed)).toBe(true);
    expect(storageFull(new Error('another'))).toBe(false);
    expect(lines(await db.outbox.toArray())).toEqual(['h held', 'n waiting', 'w waiting']);
  });

  it('forgets what the server has had for a week, and nothing else', async () => {
    const db = freshDb();
    const storage = storageOf(db, 'wang', (await account(db, 'wang')).seal);
    const old = now - 8 * 86_400_000;
    for (const [id, state, at] of [['old', 'sent', old], ['new', 'sent', now], ['waits', 'waiting', old], ['held', 'held', old]] as const) await storage.put({ ...entryOf(id), state, saved_at: at });
    await dropOld(db, 'wang', now);
    expect(lines(await db.outbox.toArray())).toEqual(['held held', 'new sent', 'waits waiting']);
  });

  it('an order to destroy takes all of that account, and nothing of the other', async () => {
    const db = freshDb();
    for (const user of ['wang', 'wang2']) {
      const { seal: key } = await account(db, user);
      await storageOf(db, user, key).put(entryOf(`entry-${user}`));
      const draft = draftKeeper(db, user, key, 'f');
      draft.put({});
      await draft.written();
      await new Homes(db, key, user, 'post').apply({ reset: true, households: [home('h', task('open'))], removed: [], periods: [period('p')], cursor: 'c', total: 1, complete: true }, now);
    }
    await forget(db, 'wang');
    expect(await onDisk(db)).not.toMatch(/"wang"|wang\//);
    expect(await Promise.all([db.vaults, db.outbox, db.drafts, db.homes, db.kept].map((table) => table.count()))).toEqual([1, 1, 1, 1, 1]);
  });

  it('takes over entries from before sealing, and seals them', async () => {
    const name = `old-${Math.random()}`;
    const old = new Dexie(name);
    old.version(1).stores({ outbox: 'id, [user+state+saved_at], [user+state], [user+household]', drafts: 'key', kept: 'key' });
    await old.table('outbox').put({ ...entryOf('a'), user: 'wang' });
    await old.table('kept').put({ key: 'day/1', value: { households: [{ head_name: '张三' }] } });
    old.close();
    const db = new FieldDb(name);
    const { seal: key } = await account(db, 'wang');
    await sealOld(db, 'wang', key);
    expect(await onDisk(db)).not.toMatch(/王芳|张三/);
    expect((await storageOf(db, 'wang', key).batch(9))!.entries[0]!.item).toEqual(itemOf('a'));
  });

  it('keeps what is nobody\'s in clear', async () => {
    const db = freshDb();
    expect(await kept(db, 'catalogue')).toBeNull();
    await keep(db, 'catalogue', { version: '1' });
    expect(await kept(db, 'catalogue')).toEqual({ version: '1' });
  });
});
