/// What the phone keeps. Indexes hold ids, states and times; everything that says something about a person is sealed.
import type { Bytes } from './seal';
import Dexie, { type EntityTable, type Table } from 'dexie';
import type { Vault } from './vault';
import type { OutboxState, Problem } from '@fangxian/core';

export interface EntryRow {
  id: string;
  user: string;
  type: string;
  household: string | null;
  state: OutboxState;
  saved_at: number;
  /// Tasks it settles on this phone: duty/source/subject (household.ts).
  settles: string[];
  /// Photos it names (PhotoRow.id); entries of an earlier version have none.
  photos?: string[];
  body: Bytes; // EntryBody
}
/// kept: here alone. sent: the server has it. refused: the server will not take it, and said why.
export interface PhotoRow {
  id: string;
  user: string;
  at: number;
  state: 'kept' | 'sent' | 'refused';
  problems?: Problem[];
  body: Bytes; // the JPEG
}
export interface DraftRow {
  key: string;
  user: string;
  at: number;
  body: Bytes; // Fields
}
/// Households of one post: `standing` 0 to do, 1 done; `due` of the most urgent task (0 when done), ms; `order` as received.
export interface HomeRow {
  owner: string;
  id: string;
  standing: 0 | 1;
  due: number;
  order: number;
  periods: string[]; // owner/period of each unsettled task
  body: Bytes; // FieldHousehold
}
interface KeptRow {
  key: string;
  value: unknown; // Bytes when it belongs to a person, plain for the catalogue
}

export class FieldDb extends Dexie {
  vaults!: EntityTable<Vault, 'user'>;
  outbox!: EntityTable<EntryRow, 'id'>;
  drafts!: EntityTable<DraftRow, 'key'>;
  photos!: EntityTable<PhotoRow, 'id'>;
  homes!: Table<HomeRow, [string, string]>;
  kept!: EntityTable<KeptRow, 'key'>;

  constructor(name = 'fangxian-field') {
    super(name);
    this.version(1).stores({ outbox: 'id, [user+state+saved_at], [user+state], [user+household]', drafts: 'key', kept: 'key' });
    this.version(2)
      .stores({ vaults: 'user', outbox: 'id, [user+state+saved_at], [user+state], [user+household]', drafts: 'key, user', homes: '[owner+id], [owner+standing+due+order], *periods', kept: 'key' })
      .upgrade(async (all) => void (await Promise.all([all.table('drafts').clear(), all.table('kept').clear()])));
    this.version(3).stores({ outbox: 'id, [user+state+saved_at], [user+state], [user+household], *photos', photos: 'id, user' });
  }
}

export const keep = (db: FieldDb, key: string, value: unknown): Promise<unknown> => db.kept.put({ key, value });
export const kept = async <T>(db: FieldDb, key: string): Promise<T | null> => ((await db.kept.get(key))?.value as T | undefined) ?? null;

/// Everything this phone keeps of an account. The keys go first: what a cut leaves behind can no longer be opened.
export async function forget(db: FieldDb, user: string): Promise<void> {
  await db.vaults.delete(user);
  const after = `${user}0`; // '0' follows '/'
  await db.transaction('rw', [db.outbox, db.drafts, db.photos, db.homes, db.kept], async () => {
    await db.outbox.where('[user+state]').between([user], [user, Dexie.maxKey]).delete();
    await db.drafts.where('user').equals(user).delete();
    await db.photos.where('user').equals(user).delete();
    await db.homes.where('[owner+id]').between([`${user}/`], [after]).delete();
    await db.kept.where('key').between(`${user}/`, after).delete();
  });
}

export const storageFull = (error: unknown): boolean => {
  const one = error as { name?: string; inner?: { name?: string } } | null;
  return one?.name === 'QuotaExceededError' || one?.inner?.name === 'QuotaExceededError';
};
