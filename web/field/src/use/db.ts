/// What the phone keeps: the outbox, drafts of forms not yet saved, and the last answers for reading without a network.
import type { Fields, OutboxEntry, OutboxStorage } from '@fangxian/core';
import Dexie, { type EntityTable } from 'dexie';

export interface StoredEntry extends OutboxEntry {
  user: string;
}
interface Draft {
  key: string;
  values: Fields;
  at: number;
}
interface Kept {
  key: string;
  value: unknown;
}

export class FieldDb extends Dexie {
  outbox!: EntityTable<StoredEntry, 'id'>;
  drafts!: EntityTable<Draft, 'key'>;
  kept!: EntityTable<Kept, 'key'>;

  constructor(name = 'fangxian-field') {
    super(name);
    this.version(1).stores({ outbox: 'id, [user+state+saved_at], [user+state], [user+household]', drafts: 'key', kept: 'key' });
  }
}

/// Each person's entries apart: a second person on the same phone neither sees nor sends them.
export function storageOf(db: FieldDb, user: string): OutboxStorage {
  return {
    put: async (entry) => void (await db.outbox.put({ ...entry, user })),
    waiting: (limit) =>
      db.outbox.where('[user+state+saved_at]').between([user, 'waiting', Dexie.minKey], [user, 'waiting', Dexie.maxKey]).limit(limit).toArray(),
    update: async (id, change) => void (await db.outbox.update(id, change)),
  };
}

export const keep = (db: FieldDb, key: string, value: unknown): Promise<unknown> => db.kept.put({ key, value });
export const kept = async <T>(db: FieldDb, key: string): Promise<T | null> => ((await db.kept.get(key))?.value as T | undefined) ?? null;
