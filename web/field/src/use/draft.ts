/// What was entered so far, on the phone's disk at once: a page closed in mid-form loses nothing.
import type { Fields } from '@fangxian/core';
import type { FieldDb } from './db';

export interface DraftKeeper {
  /// Remembers these values; writes that come faster than the disk are merged into the latest.
  put(values: Fields): void;
  /// Resolves when all that was put is on disk.
  written(): Promise<void>;
  read(): Promise<Fields | undefined>;
  forget(): Promise<void>;
}

export function draftKeeper(db: FieldDb, key: string, now: () => number = Date.now): DraftKeeper {
  let next: Fields | undefined;
  let running: Promise<void> | undefined;
  async function write(): Promise<void> {
    while (next !== undefined) {
      const values = next;
      next = undefined;
      await db.drafts.put({ key, values, at: now() });
    }
  }
  return {
    put(values) {
      next = values;
      running ??= write().finally(() => (running = undefined));
    },
    async written() {
      await running;
    },
    async read() {
      await running;
      return (await db.drafts.get(key))?.values;
    },
    async forget() {
      next = undefined;
      await running;
      await db.drafts.delete(key);
    },
  };
}
