/// The outbox on the phone's disk, each account's apart and sealed.
import type { Batch, Effect, Ending, OutboxEntry, OutboxStorage, Problem, PushItem } from '@fangxian/core';
import Dexie from 'dexie';
import { type EntryRow, type FieldDb, storageFull } from './db';
import { photosAnswered, photosNamed, unsentOf } from './photos';
import type { Seal } from './seal';

interface EntryBody {
  title: string;
  item: PushItem;
  problems: Problem[];
  effects: Effect[];
}
/// Oldest first.
export const inStateOf = (db: FieldDb, user: string, state: string) => db.outbox.where('[user+state+saved_at]').between([user, state, Dexie.minKey], [user, state, Dexie.maxKey]);
/// Gives space back on a full phone.
export const dropSent = (db: FieldDb, user: string): Promise<number> => inStateOf(db, user, 'sent').delete();

const placeOf = (id: string): string => `outbox/${id}`;
const week = 7 * 86_400_000;

export async function openEntry(seal: Seal, row: EntryRow): Promise<OutboxEntry> {
  const { id, type, household, state, saved_at } = row;
  return { id, type, household, state, saved_at, ...(await seal.open<EntryBody>(placeOf(id), row.body)) };
}
const bodyOf = ({ title, item, problems, effects }: OutboxEntry): EntryBody => ({ title, item, problems, effects });

/// `settles` names the tasks an entry settles as far as this phone is concerned.
export function storageOf(db: FieldDb, user: string, seal: Seal, settles: (entry: OutboxEntry) => string[] = () => []): OutboxStorage {
  const inState = (state: string) => inStateOf(db, user, state);

  async function put(entry: OutboxEntry, ending: Ending = {}): Promise<void> {
    const { id, type, household, state, saved_at } = entry;
    const photos = await photosNamed(db, user, entry.item.fields);
    const row: EntryRow = { id, user, type, household, state, saved_at, settles: settles(entry), photos, body: await seal.close(placeOf(id), bodyOf(entry)) };
    const write = (): Promise<void> =>
      db.transaction('rw', [db.outbox, db.drafts], async () => {
        await db.outbox.put(row);
        if (ending.draft) await db.drafts.delete(ending.draft);
        if (ending.mends) await db.outbox.update(ending.mends, { state: 'sent' });
      });
    await write().catch(async (error: unknown) => {
      if (!storageFull(error)) throw error;
      await dropSent(db, user); // what the server has may go
      await write();
    });
  }
  /// The rows of the last batch when they all still wait, else of the next one. An entry follows its photos, and holds up
  /// none that has no photo.
  async function rowsToSend(limit: number): Promise<{ sequence: number; rows: EntryRow[] } | null> {
    return db.transaction('rw', [db.vaults, db.outbox, db.photos], async () => {
      const vault = await db.vaults.get(user);
      if (!vault) return null;
      const owed = (await db.outbox.bulkGet(vault.pending)).filter((row): row is EntryRow => row?.state === 'waiting');
      if (owed.length > 0 && owed.length === vault.pending.length) return { sequence: vault.sequence, rows: owed };
      const waiting = await inState('waiting').limit(limit).toArray();
      const behind = await Promise.all(waiting.map((row) => unsentOf(db, row)));
      const rows = waiting.filter((_, i) => behind[i]!.length === 0);
      const sequence = vault.sequence + 1;
      await db.vaults.update(user, rows.length > 0 ? { sequence, pending: rows.map((row) => row.id) } : { pending: [] });
      return rows.length > 0 ? { sequence, rows } : null;
    });
  }
  async function batch(limit: number): Promise<Batch | null> {
    const found = await rowsToSend(limit);
    return found && { sequence: found.sequence, entries: await Promise.all(found.rows.map((row) => openEntry(seal, row))) };
  }
  async function update(id: string, change: Partial<OutboxEntry>): Promise<void> {
    const row = await db.outbox.get(id);
    if (!row) return;
    const entry = { ...(await openEntry(seal, row)), ...change };
    await db.outbox.update(id, { state: entry.state, body: await seal.close(placeOf(id), bodyOf(entry)) });
    await photosAnswered(db, row.photos ?? [], entry);
  }
  return { put, batch, batchAnswered: async (sequence) => void (await db.vaults.update(user, { sequence, pending: [] })), update };
}

/// What the server has had for a week is no longer needed here.
export const dropOld = (db: FieldDb, user: string, now: number): Promise<number> =>
  db.outbox.where('[user+state+saved_at]').between([user, 'sent', Dexie.minKey], [user, 'sent', now - week]).delete();

/// Entries a version before sealing left in clear, once their owner is here.
export async function sealOld(db: FieldDb, user: string, seal: Seal): Promise<void> {
  const clear = (await db.outbox.where('[user+state]').between([user], [user, Dexie.maxKey]).filter((row) => !row.body).toArray()) as unknown as OutboxEntry[];
  const storage = storageOf(db, user, seal);
  for (const { id, type, household, state, saved_at, title, item, problems, effects } of clear)
    await storage.put({ id, type, household, state, saved_at, title, item, problems, effects });
}
