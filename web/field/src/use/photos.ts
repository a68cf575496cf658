/// Photos on the phone's disk: sealed when they are taken, sent before the entry that names them, gone once the server
/// has that entry.
import { type Fields, type OutboxEntry, type Photo, RequestFailed, uuid7 } from '@fangxian/core';
import { type EntryRow, type FieldDb, type PhotoRow, storageFull } from './db';
import { dropSent, inStateOf, openEntry } from './entries';
import type { Seal } from './seal';

const placeOf = (id: string): string => `photo/${id}`;
const day = 86_400_000;
/// Sending the same photo again would end the same way. A 403 else may be a session just coming back.
const final = ({ status, problems }: RequestFailed): boolean => [409, 413, 415, 422].includes(status) || problems.some(({ number }) => number === '403.50');
const missingThere = '422.226';

export type SendPhoto = (query: { id: string; type: string; field: string }, photo: Blob) => Promise<unknown>;

export class Photos {
  private underWay: Promise<unknown> = Promise.resolve();

  constructor(private readonly db: FieldDb, private readonly user: string, private readonly seal: Seal) {}

  /// A photo being drawn, sealed and put into its form: saving waits for it, or the entry would name the one before.
  during<T>(work: Promise<T>): Promise<T> {
    this.underWay = Promise.all([this.underWay, work.then(() => undefined, () => undefined)]);
    return work;
  }
  async settled(): Promise<void> {
    await this.underWay;
  }
  /// Resolves with its id when it is safe on the disk; rejects (db.ts storageFull) when the phone is full.
  async keep({ blob }: Pick<Photo, 'blob'>): Promise<string> {
    const id = uuid7();
    const body = await this.seal.closeBytes(placeOf(id), new Uint8Array(await blob.arrayBuffer()));
    const row: PhotoRow = { id, user: this.user, at: Date.now(), state: 'kept', body };
    await this.db.photos.put(row).catch(async (error: unknown) => {
      if (!storageFull(error)) throw error;
      await dropSent(this.db, this.user);
      await this.db.photos.put(row);
    });
    return id;
  }
  /// Null when it is not on this phone.
  async open(id: string): Promise<{ blob: Blob; row: PhotoRow } | null> {
    const row = await this.db.photos.get(id);
    if (!row || row.user !== this.user) return null;
    const bytes = await this.seal.openBytes(placeOf(id), row.body);
    return { blob: new Blob([bytes], { type: 'image/jpeg' }), row };
  }
  /// What an entry names stays, also when its form now shows another.
  async drop(id: string): Promise<void> {
    await this.db.transaction('rw', [this.db.outbox, this.db.photos], async () => {
      if ((await this.db.outbox.where('photos').equals(id).count()) === 0) await this.db.photos.delete(id);
    });
  }
  /// Sends the photos of the oldest entry that waits for one. False when none does. What the line cuts off is sent anew the
  /// next time; what arrived is not.
  async sendNext(send: SendPhoto): Promise<boolean> {
    for (const row of await inStateOf(this.db, this.user, 'waiting').filter((one) => (one.photos?.length ?? 0) > 0).toArray()) {
      const unsent = await unsentOf(this.db, row);
      if (unsent.length === 0) continue;
      const { item } = await openEntry(this.seal, row);
      for (const id of unsent) await this.sendOne(id, item.type, fieldOf(item.fields, id), send);
      return true;
    }
    return false;
  }
  private async sendOne(id: string, type: string, field: string, send: SendPhoto): Promise<void> {
    const found = await this.open(id);
    if (!found) return;
    try {
      await send({ id, type, field }, found.blob);
      await this.db.photos.update(id, { state: 'sent' });
    } catch (error) {
      if (!(error instanceof RequestFailed) || !final(error)) throw error;
      // The entry goes without it, is held there with its reason, and comes back to the person who can take another.
      await this.db.photos.update(id, { state: 'refused', problems: error.problems });
    }
  }
  /// Those that neither an entry nor a draft names: a form given up, a photo taken again. Not the newest, which a form under
  /// way may be about to name.
  async dropUnused(now: number): Promise<void> {
    const entries = await this.db.outbox.where('[user+state]').anyOf([[this.user, 'waiting'], [this.user, 'held']]).toArray();
    const used = new Set(entries.flatMap((row) => row.photos ?? []));
    const drafts = await this.db.drafts.where('user').equals(this.user).toArray();
    const texts = await Promise.all(drafts.map(async ({ key, body }) => JSON.stringify(await this.seal.open(`draft/${key}`, body))));
    const mine = this.db.photos.where('user').equals(this.user);
    await mine.filter((row) => row.at < now - day && !used.has(row.id) && !texts.some((text) => text.includes(row.id))).delete();
  }
}

const fieldOf = (fields: Fields, id: string): string => Object.keys(fields).find((name) => fields[name] === id) ?? '';

/// Ids of this account's photos among the answers.
export async function photosNamed(db: FieldDb, user: string, fields: Fields): Promise<string[]> {
  const texts = Object.values(fields).filter((value): value is string => typeof value === 'string');
  return (await db.photos.bulkGet(texts)).filter((row): row is PhotoRow => row?.user === user).map((row) => row.id);
}
export async function unsentOf(db: FieldDb, row: EntryRow): Promise<string[]> {
  const photos = await db.photos.bulkGet(row.photos ?? []);
  return photos.filter((photo): photo is PhotoRow => photo?.state === 'kept').map((photo) => photo.id);
}
/// The server has the entry: its photos are no longer needed here. It misses a photo: that is sent again, with what mends it.
export async function photosAnswered(db: FieldDb, photos: string[], { state, problems }: OutboxEntry): Promise<void> {
  if (photos.length === 0) return;
  if (state === 'sent') await db.photos.bulkDelete(photos);
  else if (problems.some(({ number }) => number === missingThere)) await db.photos.where('id').anyOf(photos).and((row) => row.state === 'sent').modify({ state: 'kept' });
}
