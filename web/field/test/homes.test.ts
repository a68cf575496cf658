// @vitest-environment node
import 'fake-indexeddb/auto';
import type { Duty } from '@fangxian/core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { FieldDb } from '../src/use/db';
import { storageOf } from '../src/use/entries';
import { Homes, type SyncStep } from '../src/use/homes';
import { settledBy } from '../src/use/household';
import type { Seal } from '../src/use/seal';
import { account, entryOf, freshDb, home, now, period, task } from './kit';

const screening: Duty = { name: 'household_screening', label: { zh: '', en: '' }, fulfilled_by: 'household_screening', subject_field: 'household', period_field: 'round', fulfils: { in: ['visit_outcome', ['1']] } };
const revisit: Duty = { ...screening, name: 'revisit', period_field: undefined };
const step = (more: Partial<SyncStep>): SyncStep => ({ reset: false, households: [], removed: [], periods: [period('p'), period('q')], cursor: 'c1', total: 9, complete: true, ...more });
let db: FieldDb;
let seal: Seal;
let homes: Homes;
const listed = async () => (await homes.rows(100)).map((row) => `${row.id} ${row.standing === 1 ? 'done' : row.due < now ? 'overdue' : 'open'}`);
const storage = () => storageOf(db, 'wang', seal, (entry) => settledBy([screening, revisit], entry));
const visited = (id: string, household: string) => entryOf(id, household, { visit_outcome: '1', household, round: 'round-p' });

beforeEach(async () => {
  db = freshDb();
  ({ seal } = await account(db, 'wang'));
  homes = new Homes(db, seal, 'wang', 'post');
});

describe('today\'s list', () => {
  it('puts what is overdue first, then what is due soonest, in the order received, and what is done last', async () => {
    await homes.apply(step({ households: [home('done', task('done')), home('evening', task('open')), home('noon', task('open', '2020-02-03T13:00:00+08:00')), home('late', task('open', '2020-02-02T20:00:00+08:00')), home('evening2', task('open')), home('free')] }), now);
    expect(await listed()).toEqual(['late overdue', 'noon open', 'evening open', 'evening2 open', 'done done', 'free done']);
    expect((await homes.rows(2)).map((row) => row.id)).toEqual(['late', 'noon']);
    expect(await homes.counts(now)).toEqual({ all: 6, done: 2, overdue: 1 });
    expect((await homes.next('late'))!.id).toBe('noon');
  });

  it('counts a household overdue as soon as its time has passed, without asking the server', async () => {
    await homes.apply(step({ households: [home('a', task('open', '2020-02-03T11:59:00+08:00'))] }), now);
    expect(await homes.counts(now - 120_000)).toMatchObject({ overdue: 0 });
    expect(await homes.counts(now)).toMatchObject({ overdue: 1 });
  });

  it('takes a screening that waits on this phone for done, but no other duty, and not when it was held', async () => {
    await homes.apply(step({ households: [home('a', task('open')), home('b', task('open'), task('open', undefined, 'revisit')), home('c', task('open', undefined, undefined, 'q'))] }), now);
    for (const id of ['a', 'b', 'c']) {
      await storage().put(visited(`entry-${id}`, id));
      await homes.restand(id);
    }
    expect(await listed()).toEqual(['b open', 'c open', 'a done']);
    await storage().update('entry-a', { state: 'held' });
    await homes.restand('a');
    expect(await listed()).toEqual(['a open', 'b open', 'c open']);
  });

  it('does not ask again for what waits here when the server, not knowing it, sends the household anew', async () => {
    await homes.apply(step({ households: [home('a', task('open'))] }), now);
    await storage().put(visited('entry', 'a'));
    await homes.apply(step({ households: [home('a', task('open'))] }), now);
    expect(await listed()).toEqual(['a done']);
  });

  it('stands right again after the page was closed between the save and its count', async () => {
    await homes.apply(step({ households: [home('a', task('open'))] }), now);
    await storage().put(visited('entry', 'a'));
    expect(await listed()).toEqual(['a open']);
    await homes.restandWaiting();
    expect(await listed()).toEqual(['a done']);
  });

  it('nobody home settles nothing', async () => {
    expect(settledBy([screening], entryOf('e', 'a', { visit_outcome: '4', household: 'a', round: 'r' }))).toEqual([]);
    expect(settledBy([screening, revisit], visited('e', 'a'))).toEqual(['household_screening/round-p/a']);
  });
});

describe('a sync', () => {
  it('changes what came, keeps the order of what was there, removes what is no longer ours', async () => {
    await homes.apply(step({ households: ['a', 'b', 'c'].map((id) => home(id, task('open'))), cursor: 'c1' }), now);
    const state = await homes.apply(step({ households: [home('d', task('open')), home('a', task('open'))], removed: ['b'], cursor: 'c2' }), now + 1);
    expect(await listed()).toEqual(['a open', 'c open', 'd open']);
    expect(state).toMatchObject({ cursor: 'c2', at: now + 1 });
    expect(await homes.state()).toEqual(state);
  });

  it('goes on where it was cut off: the cursor is stored with the households it stands for', async () => {
    await homes.apply(step({ households: [home('a', task('open'))], cursor: 'c1', complete: false }), now);
    const cut = vi.spyOn(db.kept, 'put').mockRejectedValueOnce(new Error('the page was closed'));
    await expect(homes.apply(step({ households: [home('b', task('open'))], cursor: 'c2' }), now)).rejects.toThrow();
    cut.mockRestore();
    expect(await listed()).toEqual(['a open']);
    expect(await homes.state()).toMatchObject({ cursor: 'c1', at: 0 });
  });

  it('a reset throws away what was held for this post, and nothing of another post', async () => {
    const other = new Homes(db, seal, 'wang', 'post2');
    await other.apply(step({ households: [home('x', task('open'))] }), now);
    await homes.apply(step({ households: [home('a', task('open'))] }), now);
    await homes.apply(step({ reset: true, households: [home('b', task('open'))] }), now);
    expect(await listed()).toEqual(['b open']);
    expect(await other.get('x')).toEqual(home('x', task('open')));
  });

  it('drops the tasks of a period that is over, also where the household itself did not change', async () => {
    await homes.apply(step({ households: [home('a', task('open')), home('b', task('open'), task('open', undefined, 'revisit', 'q'))] }), now);
    await homes.apply(step({ periods: [period('q')] }), now);
    expect(await listed()).toEqual(['b open', 'a done']);
    expect((await homes.get('b'))!.tasks.map((one) => one.type)).toEqual(['revisit']);
  });
});

describe('finding a household', () => {
  it('by any text, within the limit, and stops when nobody waits for the answer any more', async () => {
    await homes.apply(step({ households: Array.from({ length: 700 }, (_, i) => home(`id-${String(i).padStart(4, '0')}`, task('open'))) }), now);
    expect((await homes.search((one) => one.head_name.endsWith('99'), 60, () => false)).map((row) => row.id)).toEqual(['0099', '0199', '0299', '0399', '0499', '0599', '0699'].map((id) => `id-${id}`));
    expect(await homes.search(() => true, 5, () => false)).toHaveLength(5);
    expect(await homes.search(() => true, 700, () => true)).toEqual([]);
  });

  it('by the short code of its sheet, only in one\'s own zone', async () => {
    const id = '01700a5c-8d2f-7abc-9def-0123453f2a91';
    await homes.apply(step({ households: [home(id, task('open'))] }), now);
    expect(await homes.byShortCode('453F-2A91')).toEqual([id]);
    expect(await homes.byShortCode('453F-2A92')).toEqual([]);
    expect(await new Homes(db, seal, 'li', 'post').byShortCode('453F-2A91')).toEqual([]);
  });
});
