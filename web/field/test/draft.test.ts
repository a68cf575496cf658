import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { FieldDb } from '../src/use/db';
import { draftKeeper } from '../src/use/draft';

it('has what was entered on disk as soon as it says so, however fast it was typed', async () => {
  const db = new FieldDb('draft-fast');
  const writes = vi.spyOn(db.drafts, 'put');
  const draft = draftKeeper(db, 'screening/1', () => 7);
  for (let i = 0; i <= 100; ++i) draft.put({ present_count: i });
  await draft.written();
  expect(await db.drafts.get('screening/1')).toEqual({ key: 'screening/1', values: { present_count: 100 }, at: 7 });
  expect(writes.mock.calls.length).toBeLessThan(5);
  expect(await draftKeeper(new FieldDb('draft-fast'), 'screening/1').read()).toEqual({ present_count: 100 });
});

it('a saved form leaves no draft behind, even one still being written', async () => {
  const db = new FieldDb('draft-forget');
  const draft = draftKeeper(db, 'screening/1');
  draft.put({ a: 1 });
  draft.put({ a: 2 });
  await draft.forget();
  expect(await db.drafts.get('screening/1')).toBeUndefined();
  expect(await draft.read()).toBeUndefined();
});
