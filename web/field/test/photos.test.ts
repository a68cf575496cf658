// @vitest-environment node
import 'fake-indexeddb/auto';
import { Outbox, type PushItem, type PushResult, RequestFailed } from '@fangxian/core';
import { describe, expect, it, vi } from 'vitest';
import { FieldDb, forget, storageFull } from '../src/use/db';
import { draftKeeper } from '../src/use/draft';
import { storageOf } from '../src/use/entries';
import { Photos, type SendPhoto } from '../src/use/photos';
import { account, entryOf, freshDb, onDisk } from './kit';

const secret = 'a face at a door';
const taken = () => ({ blob: new Blob([secret], { type: 'image/jpeg' }) });
const accept = async (items: PushItem[]) => ({ results: items.map(({ id }): PushResult => ({ id, status: 'created' })) });
const noNetwork = () => Promise.reject(new RequestFailed(0, []));
const refusal = (status: number, number: string) => new RequestFailed(status, [{ number, zh: '照片有误', en: 'bad photo' }]);
const quota = (): Error => Object.assign(new Error('full'), { name: 'QuotaExceededError' });

async function phone(user = 'wang', db = freshDb()) {
  const { seal } = await account(db, user);
  const photos = new Photos(db, user, seal);
  const storage = storageOf(db, user, seal);
  const order: string[] = [];
  const send = vi.fn<SendPhoto>(async ({ id, type, field }) => void order.push(`photo ${id} ${type}.${field}`));
  const push = vi.fn(async (items: PushItem[]) => (order.push(...items.map(({ id }) => `entry ${id}`)), accept(items)));
  const outbox = (): Outbox => new Outbox({ storage, push, prepare: () => photos.sendNext(send), schedule: () => undefined });
  const states = async () => (await db.photos.toArray()).map(({ state }) => state);
  return { db, seal, photos, storage, order, send, push, outbox, states };
}

describe('photos on the phone', () => {
  it('go before the entry that names them, hold up no other, and leave when the server has it', async () => {
    const { db, photos, order, outbox } = await phone();
    const id = await photos.keep(taken());
    const box = outbox();
    await box.save(entryOf('with', 'h', { confirmation: id }));
    await box.save(entryOf('without', 'g'));
    await box.send();
    expect(order.filter((one) => one !== 'entry without')).toEqual([`photo ${id} household_screening.confirmation`, 'entry with']);
    expect(order).toContain('entry without');
    expect(await db.photos.count()).toBe(0);
  });

  it('without a network nothing is lost and the entry waits; what arrived is not sent twice', async () => {
    const { db, photos, storage, send, push, order, outbox, seal } = await phone();
    const [first, second] = [await photos.keep(taken()), await photos.keep(taken())];
    await storage.put(entryOf('a', 'h', { confirmation: first, other: second }));
    await storage.put({ ...entryOf('b', 'g'), saved_at: 2 });
    send.mockImplementationOnce(async ({ id }) => void order.push(`photo ${id}`)).mockImplementationOnce(noNetwork);
    await outbox().send();
    expect(push.mock.calls.flatMap(([items]) => items.map(({ id }) => id))).toEqual(['b']);
    db.close();
    const again = new FieldDb(db.name);
    const later = new Photos(again, 'wang', seal);
    expect(await (await later.open(first))!.blob.text()).toBe(secret);
    await new Outbox({ storage: storageOf(again, 'wang', seal), push, prepare: () => later.sendNext(send), schedule: () => undefined }).send();
    expect(send.mock.calls.map(([{ id }]) => id)).toEqual([first, second, second]);
    expect((await again.outbox.get('a'))!.state).toBe('sent');
  });

  it('one being drawn holds up saving until it is there, also when it fails', async () => {
    const { photos } = await phone();
    let there: () => void = () => undefined;
    const steps: string[] = [];
    void photos.during(new Promise<void>((resolve) => (there = resolve)).then(() => void steps.push('drawn')));
    photos.during(Promise.reject(new Error('no photo'))).catch(() => undefined);
    const saving = photos.settled().then(() => void steps.push('saved'));
    await Promise.resolve();
    there();
    await saving;
    expect(steps).toEqual(['drawn', 'saved']);
  });

  it('a session that is only coming back refuses no photo for good', async () => {
    const { photos, storage, send, outbox, order, states } = await phone();
    const id = await photos.keep(taken());
    await storage.put(entryOf('a', 'h', { confirmation: id }));
    send.mockRejectedValueOnce(refusal(403, '403.133'));
    await outbox().send();
    expect(await states()).toEqual(['kept']);
    expect(order).toEqual([]);
    await outbox().send();
    expect(order).toEqual([`photo ${id} household_screening.confirmation`, 'entry a']);
  });

  it('one the server will not take lets its entry go, and keeps the reason for whoever mends it', async () => {
    const { photos, storage, send, outbox, push, states } = await phone();
    const id = await photos.keep(taken());
    send.mockRejectedValue(refusal(422, '422.221'));
    push.mockImplementation(async (items) => ({ results: items.map((item): PushResult => ({ id: item.id, status: 'quarantined', problems: [{ number: '422.226', zh: '', en: '' }] })) }));
    await storage.put(entryOf('a', 'h', { confirmation: id }));
    await outbox().send();
    expect(send).toHaveBeenCalledTimes(1);
    expect(push).toHaveBeenCalledTimes(1);
    expect(await states()).toEqual(['refused']);
    expect((await photos.open(id))!.row.problems).toEqual([{ number: '422.221', zh: '照片有误', en: 'bad photo' }]);
  });

  it('one the server no longer has is sent again with what mends its entry', async () => {
    const { db, photos, storage, send, outbox, push } = await phone();
    const id = await photos.keep(taken());
    push.mockImplementationOnce(async (items) => ({ results: items.map((item): PushResult => ({ id: item.id, status: 'quarantined', problems: [{ number: '422.226', zh: '', en: '' }] })) }));
    await storage.put(entryOf('a', 'h', { confirmation: id }));
    await outbox().send();
    await storage.put(entryOf('b', 'h', { confirmation: id }), { mends: 'a' });
    await outbox().send();
    expect(send).toHaveBeenCalledTimes(2);
    expect((await db.outbox.get('b'))!.state).toBe('sent');
  });

  it('lie sealed, and another account neither opens, sends nor names them', async () => {
    const { db, photos } = await phone();
    const id = await photos.keep(taken());
    expect(await onDisk(db)).not.toContain(secret);
    const li = await phone('li', db);
    expect(await li.photos.open(id)).toBeNull();
    await li.storage.put(entryOf('x', 'h', { confirmation: id }));
    expect((await db.outbox.get('x'))!.photos).toEqual([]);
    await li.outbox().send();
    expect(li.send).not.toHaveBeenCalled();
    await forget(db, 'wang');
    expect(await db.photos.count()).toBe(0);
  });

  it('on a full phone what the server has gives way, then the person is told; nothing else goes', async () => {
    const { db, photos, storage } = await phone();
    await storage.put({ ...entryOf('sent'), state: 'sent' });
    await storage.put(entryOf('waits'));
    const full = vi.spyOn(db.photos, 'put').mockRejectedValueOnce(quota());
    await photos.keep(taken());
    expect((await db.outbox.toArray()).map((row) => row.id)).toEqual(['waits']);
    full.mockRejectedValue(quota());
    expect(storageFull(await photos.keep(taken()).catch((error: unknown) => error))).toBe(true);
    expect(await db.outbox.count()).toBe(1);
    expect(await db.photos.count()).toBe(1);
  });

  it('that nothing names any more go after a day; those of entries and drafts stay', async () => {
    const { db, photos, storage, seal } = await phone();
    const [held, drafted, lost] = [await photos.keep(taken()), await photos.keep(taken()), await photos.keep(taken())];
    await storage.put({ ...entryOf('a', 'h', { confirmation: held }), state: 'held' });
    const draft = draftKeeper(db, 'wang', seal, 'screening/h');
    draft.put({ confirmation: drafted });
    await draft.written();
    await photos.dropUnused(Date.now());
    expect(await db.photos.count()).toBe(3);
    await photos.dropUnused(Date.now() + 2 * 86_400_000);
    expect((await db.photos.toArray()).map((row) => row.id).sort()).toEqual([held, drafted].sort());
    expect(await photos.open(lost)).toBeNull();
    await photos.drop(held);
    expect(await photos.open(held), 'an entry still names it').not.toBeNull();
    await photos.drop(drafted);
    expect(await photos.open(drafted)).toBeNull();
  });
});
