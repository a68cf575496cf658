/// What was entered so far, sealed, on the phone's disk at once: a page closed in mid-form loses nothing.
import type { Fields } from '@fangxian/core';
import { type Ref, ref } from 'vue';
import type { FieldDb } from './db';
import type { Seal } from './seal';

export interface DraftKeeper {
  readonly key: string;
  /// The last write failed (a full phone): what is on the screen is not on the disk.
  readonly failed: Ref<boolean>;
  /// Remembers these values; writes that come faster than the disk are merged into the latest.
  put(values: Fields): void;
  /// Resolves when all that was put is on disk, or could not be put there.
  written(): Promise<void>;
  read(): Promise<Fields | undefined>;
  forget(): Promise<void>;
}

export function draftKeeper(db: FieldDb, user: string, seal: Seal, form: string, now: () => number = Date.now): DraftKeeper {
  const key = `${user}/${form}`;
  const place = `draft/${key}`;
  const failed = ref(false);
  let next: Fields | undefined;
  let running: Promise<void> | undefined;
  async function write(): Promise<void> {
    while (next !== undefined) {
      const values = next;
      next = undefined;
      try {
        await db.drafts.put({ key, user, at: now(), body: await seal.close(place, values) });
        failed.value = false;
      } catch (error) {
        console.warn(error);
        failed.value = true;
      }
    }
  }
  return {
    key,
    failed,
    put(values) {
      next = values;
      running ??= write().finally(() => (running = undefined));
    },
    async written() {
      await running;
    },
    async read() {
      await running;
      const row = await db.drafts.get(key);
      return row && seal.open<Fields>(place, row.body);
    },
    async forget() {
      next = undefined;
      await running;
      await db.drafts.delete(key);
    },
  };
}
