// @vitest-environment node
import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { FieldDb } from '../src/use/db';
import { draftKeeper } from '../src/use/draft';
import { freshDb, seal } from './kit';

it('has what was entered on disk as soon as it says so, however fast it was typed', async () => {
  const db = freshDb();
  const key = await seal();
  const writes = vi.spyOn(db.drafts, 'put');
  const draft = draftKeeper(db, 'wang', key, 'screening/1', () => 7);
  for (let i = 0; i <= 100; ++i) draft.put({ present_count: i });
  await draft.written();
  expect(await db.drafts.get('wang/screening/1')).toMatchObject({ key: 'wang/screening/1', user: 'wang', at: 7 });
  expect(writes.mock.calls.length).toBeLessThan(5);
  expect(await draftKeeper(new FieldDb(db.name), 'wang', key, 'screening/1').read()).toEqual({ present_count: 100 });
});

it('a saved form leaves no draft behind, even one still being written', async () => {
  const db = freshDb();
  const draft = draftKeeper(db, 'wang', await seal(), 'screening/1');
  draft.put({ a: 1 });
  draft.put({ a: 2 });
  await draft.forget();
  expect(await db.drafts.get(draft.key)).toBeUndefined();
  expect(await draft.read()).toBeUndefined();
});

it('says when a full phone does not take what is typed, and when it does again', async () => {
  const db = freshDb();
  const draft = draftKeeper(db, 'wang', await seal(), 'screening/1');
  vi.spyOn(db.drafts, 'put').mockRejectedValueOnce(Object.assign(new Error('full'), { name: 'QuotaExceededError' }));
  draft.put({ a: 1 });
  await draft.written();
  expect(draft.failed.value).toBe(true);
  draft.put({ a: 2 });
  await draft.written();
  expect(draft.failed.value).toBe(false);
  expect(await draft.read()).toEqual({ a: 2 });
});
