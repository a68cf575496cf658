/// What the whole field app shares: the client, who is signed in, the catalogue, the outbox.
import { Api, type Catalogue, Client, type Locale, Outbox, type PushResult, RequestFailed, type Session, noAnswerFailure, uuid7 } from '@fangxian/core';
import { computed, ref, shallowRef } from 'vue';
import { i18n } from '../i18n';
import { FieldDb, keep, kept, storageOf } from './db';

export const db = new FieldDb();
export const session = shallowRef<Session | null>(null);
export const catalogue = shallowRef<Catalogue | null>(null);
export const online = ref(navigator.onLine);
export const api = new Api(new Client({ onSignedOut: () => (session.value = null) }));
export const outbox = shallowRef<Outbox | null>(null);
const answered = new Set<(result: PushResult) => void>();
export const onAnswer = (hear: (result: PushResult) => void): (() => void) => {
  answered.add(hear);
  return () => answered.delete(hear);
};

export const locale = computed<Locale>({
  get: () => i18n.global.locale.value as Locale,
  set: (value) => {
    i18n.global.locale.value = value;
    document.documentElement.lang = value;
    localStorage.setItem('language', value);
  },
});

function device(): string {
  const known = localStorage.getItem('device');
  if (known) return known;
  const made = uuid7();
  localStorage.setItem('device', made);
  return made;
}

export async function enter(found: Session): Promise<void> {
  if (!found.must_change_password) {
    if (catalogue.value?.version !== found.catalogue_version) catalogue.value = await readCatalogue(found.catalogue_version);
    await keep(db, 'session', { ...found, csrf: '' });
    outbox.value?.stop();
    outbox.value = new Outbox({
      storage: storageOf(db, found.user.id),
      push: (items) => api.push(device(), items),
      onResult: (result) => answered.forEach((hear) => hear(result)),
    });
    void outbox.value.send();
  }
  session.value = found;
}

async function readCatalogue(version: string): Promise<Catalogue> {
  const stored = await kept<Catalogue>(db, 'catalogue');
  if (stored?.version === version) return stored;
  const fresh = await api.catalogue();
  await keep(db, 'catalogue', fresh);
  return fresh;
}

/// The session of the cookie; without a network, the one last seen on this phone, so that work goes on.
export async function resume(): Promise<void> {
  try {
    await enter(await api.session());
  } catch (error) {
    if (!asFailure(error).offline) return;
    online.value = false;
    const last = await kept<Session>(db, 'session');
    catalogue.value = await kept<Catalogue>(db, 'catalogue');
    if (last && catalogue.value) await enter(last);
  }
}

export async function leave(): Promise<void> {
  outbox.value?.stop();
  await api.signOut().catch(() => undefined);
  await db.kept.delete('session');
  session.value = null;
}

/// Back on the network: a session taken from memory has no CSRF token, so ask for it before sending.
async function wake(): Promise<void> {
  online.value = true;
  if (session.value && !api.client.csrf) await api.session().catch(() => undefined);
  await outbox.value?.send();
}
window.addEventListener('online', () => void wake());
window.addEventListener('offline', () => (online.value = false));
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void wake());

export const asFailure = (error: unknown): RequestFailed => {
  if (error instanceof RequestFailed) return error;
  console.error(error);
  return noAnswerFailure();
};
