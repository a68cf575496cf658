/// The catalogue on the phone: the version the server speaks when it can be asked, else the last one read.
import type { Catalogue } from '@fangxian/core';
import { api, db } from './app';
import { keep, kept } from './db';

/// Null when there is none and none can be read.
export async function readCatalogue(version: string | undefined): Promise<Catalogue | null> {
  const stored = await kept<Catalogue>(db, 'catalogue');
  if (stored && (!version || stored.version === version)) return stored;
  try {
    const fresh = await api.catalogue();
    await keep(db, 'catalogue', fresh);
    return fresh;
  } catch (error) {
    console.warn(error);
    return stored;
  }
}
