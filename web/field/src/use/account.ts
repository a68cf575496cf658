/// Coming and going: sign-in, unlocking what lies on the phone, sign-out, and the server's order to destroy it.
import { Outbox, RequestFailed, type Session, noAnswerFailure, uuid7 } from '@fangxian/core';
import { shallowRef } from 'vue';
import { alone } from './alone';
import { type Opened, api, asFailure, catalogue, db, expired, online, opened, outbox, phase, session, signedOut, tellAnswer } from './app';
import { deviceOffset } from './clock';
import { forget, keep, kept } from './db';
import { dropOld, sealOld, storageOf } from './entries';
import { readCatalogue } from './forms';
import { Homes } from './homes';
import { settledBy } from './household';
import { Photos } from './photos';
import { type Bytes, Seal } from './seal';
import { show, sync } from './sync';
import { type Vault, makeVault, openVault, rewrapped } from './vault';
import { duties } from './words';

/// Whose data waits to be unlocked.
export const locked = shallowRef<{ user: string; username: string } | null>(null);
/// What a sign-in has given while the former password is asked for.
let given: { password?: string; share?: string } = {};
const left = 'left'; // in localStorage: signed out without the server hearing of it
const lastUser = 'last-user';

const revoked = (failure: unknown): boolean =>
  failure instanceof RequestFailed && failure.problems.some((one) => one.number === '401.190');
signedOut.told = (failure) => {
  if (revoked(failure)) return void wipe();
  expired.value = opened.value !== null;
};

export async function resume(): Promise<void> {
  if (!window.isSecureContext || !globalThis.crypto?.subtle) return void (phase.value = 'insecure');
  try {
    const found = await api.session();
    if (localStorage.getItem(left)) return void (await endSession().then(() => (phase.value = 'signIn')));
    await enter(found);
  } catch (error) {
    const failure = asFailure(error);
    if (phase.value === 'wiped') return;
    if (failure.offline) online.value = false;
    await lock(failure.passing && !localStorage.getItem(left));
  }
}

/// The unlock page when this phone keeps something and work can go on without the server; else the sign-in page.
async function lock(usable: boolean): Promise<void> {
  const last = localStorage.getItem(lastUser);
  const vault = usable && last ? await db.vaults.get(last) : undefined;
  locked.value = vault ? { user: vault.user, username: vault.username } : null;
  phase.value = vault ? 'unlock' : 'signIn';
}

export async function signIn(username: string, password: string): Promise<void> {
  let found: Session;
  try {
    found = await api.signIn(username, password);
  } catch (error) {
    if (asFailure(error).offline && (await unlockNamed(username, password))) return;
    throw error;
  }
  localStorage.removeItem(left);
  await enter(found, password);
}
export async function chooseFirstPassword(current: string, fresh: string): Promise<void> {
  await api.changePassword(current, fresh);
  await enter(await api.session(), fresh);
}

/// The server first: when what follows does not come to pass, the unlock page asks for the password before.
export async function changePassword(current: string, fresh: string): Promise<void> {
  await api.changePassword(current, fresh);
  const vault = opened.value && (await db.vaults.get(opened.value.user));
  const raw = vault ? await openVault(vault, { password: current }) : null;
  if (!vault || !raw) return;
  await db.vaults.put(await rewrapped(vault, raw, { password: fresh }));
  raw.fill(0);
}

/// A session of the server's. The password is at hand right after signing in only.
async function enter(found: Session, password?: string): Promise<void> {
  session.value = found;
  expired.value = false;
  if (found.must_change_password) return void (phase.value = 'password');
  const { id: user, username } = found.user;
  let vault = await db.vaults.get(user);
  const registered = await register(vault?.device);
  given = { password, share: registered.share };
  let raw: Bytes;
  if (vault) {
    const open = await openVault(vault, given);
    locked.value = { user, username };
    if (!open) return void (phase.value = password === undefined ? 'unlock' : 'former');
    raw = open;
    vault = await rewrapped(vault, raw, given);
  } else {
    if (password === undefined) return void (phase.value = 'signIn');
    ({ vault, raw } = await makeVault(user, username, password, registered.share));
  }
  if (vault.device !== registered.device) vault = { ...vault, device: registered.device, sequence: 0, pending: [] };
  await db.vaults.put(vault);
  await begin(vault, raw);
}

/// This phone as the server knows it. A server from before the endpoint gives no share of the key.
async function register(known: string | undefined): Promise<{ device: string; share?: string }> {
  const device = known ?? uuid7();
  try {
    const answer = await api.fieldDevice(device, deviceName());
    return { device, share: answer.storage_key };
  } catch (error) {
    const failure = asFailure(error);
    if (known && failure.problems.some((one) => one.number === '409.191')) return register(undefined);
    if (failure.offline || failure.status === 404) return { device };
    throw failure;
  }
}
function deviceName(agent: string = navigator.userAgent): string {
  const system = /Android [\d.]+|iPhone OS \d+|Windows|Mac OS X|HarmonyOS|Linux/.exec(agent)?.[0] ?? '';
  const browser = /(MicroMessenger|HuaweiBrowser|MiuiBrowser|Edg|Firefox|Chrome|Safari)\/\d+/.exec(agent)?.[0] ?? '';
  return `${system} ${browser}`.trim() || 'phone';
}

/// With the password of the unlock page. False: it does not open what lies here.
export async function unlock(user: string, password: string): Promise<boolean> {
  const vault = await db.vaults.get(user);
  const raw = vault ? await openVault(vault, { password }) : null;
  if (!vault || !raw) return false;
  const { share } = session.value?.user.id === user ? given : {};
  const next = share ? await rewrapped(vault, raw, { share }) : vault;
  await db.vaults.put(next);
  await begin(next, raw);
  return true;
}
async function unlockNamed(username: string, password: string): Promise<boolean> {
  const vault = await db.vaults.filter((one) => one.username === username).first();
  if (!vault || !(await unlock(vault.user, password))) return false;
  localStorage.removeItem(left);
  return true;
}
/// The password was changed elsewhere: what lies here opens with the one before, and is locked with the new one from then on.
export async function unlockFormer(password: string): Promise<boolean> {
  const vault = locked.value && (await db.vaults.get(locked.value.user));
  const raw = vault ? await openVault(vault, { password }) : null;
  if (!vault || !raw) return false;
  const next = await rewrapped(vault, raw, given);
  await db.vaults.put(next);
  await begin(next, raw);
  return true;
}
/// Gives up what lies here locked, and begins anew.
export async function giveUpLocked(): Promise<void> {
  await forget(db, locked.value!.user);
  await enter(session.value!, given.password);
}

async function begin(vault: Vault, raw: Bytes): Promise<void> {
  const seal = await Seal.of(raw);
  raw.fill(0);
  given = {};
  const { user, username, device } = vault;
  const place = `${user}/session`;
  if (session.value?.user.id !== user) {
    const sealed = await kept<Bytes>(db, place);
    session.value = sealed ? await seal.open<Session>(place, sealed) : null;
  } else await keep(db, place, await seal.close(place, { ...session.value, csrf: '' }));
  catalogue.value = await readCatalogue(session.value?.catalogue_version);
  if (!session.value || !catalogue.value) return void (phase.value = 'signIn');
  const homes = new Homes(db, seal, user, session.value.post?.id ?? '');
  await sealOld(db, user, seal);
  const photos = new Photos(db, user, seal);
  await dropOld(db, user, Date.now());
  await photos.dropUnused(Date.now());
  open({ user, username, device, seal, homes, photos });
  show(await homes.state());
  await homes.restandWaiting();
  localStorage.setItem(lastUser, user);
  phase.value = 'in';
  void navigator.storage?.persist?.();
  void outbox.value?.send().then(sync);
}

/// Under a session that ended, or another person's, nothing goes out. One from memory has no CSRF token: a photo sent without
/// it would cross a slow network to be refused.
async function maySend(account: Opened): Promise<void> {
  if (!expired.value && !api.client.csrf) {
    const found = await api.session();
    if (opened.value !== account) throw noAnswerFailure();
    expired.value = found.user.id !== account.user;
  }
  if (expired.value) throw noAnswerFailure();
}

function open(account: Opened): void {
  opened.value = account;
  outbox.value?.stop();
  outbox.value = new Outbox({
    storage: storageOf(db, account.user, account.seal, (entry) => settledBy(duties(), entry)),
    alone: (work) => alone(`send/${account.user}`, work),
    push: async (items, sequence) => {
      await maySend(account);
      return api.push({ device: account.device, items, sequence, device_offset_ms: deviceOffset.value });
    },
    prepare: async () => {
      await maySend(account);
      return account.photos.sendNext(api.sendPhoto);
    },
    onResult: (result) => {
      tellAnswer(result);
      void db.outbox.get(result.id).then((row) => (row?.household ? account.homes.restand(row.household) : undefined));
    },
  });
}

/// Ends the session here and there. What lies here stays, sealed, until its owner is back.
export async function leave(): Promise<void> {
  close();
  localStorage.setItem(left, '1');
  phase.value = 'signIn';
  await endSession();
}
async function endSession(): Promise<void> {
  await api.signOut().then(() => localStorage.removeItem(left)).catch(() => undefined);
  api.client.csrf = '';
}
function close(): void {
  outbox.value?.stop();
  outbox.value = null;
  opened.value = null;
  session.value = null;
  expired.value = false;
}

async function wipe(): Promise<void> {
  const user = opened.value?.user ?? session.value?.user.id ?? localStorage.getItem(lastUser);
  close();
  phase.value = 'wiped';
  localStorage.removeItem(lastUser);
  if (user) await forget(db, user);
}

/// Back on the network, or back in front: a session from memory has no CSRF token, and the catalogue may have changed.
async function wake(): Promise<void> {
  online.value = navigator.onLine;
  const account = opened.value;
  if (!account) return;
  try {
    const found = await api.session();
    if (found.user.id !== account.user) return void (expired.value = true);
    expired.value = false;
    online.value = true;
    catalogue.value = (await readCatalogue(found.catalogue_version)) ?? catalogue.value;
  } catch (error) {
    if (!asFailure(error).offline) return;
    online.value = false;
  }
  await outbox.value?.send();
  await sync();
}
export function keepAwake(): void {
  window.addEventListener('online', () => void wake());
  window.addEventListener('offline', () => (online.value = false));
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void wake());
  setInterval(() => document.visibilityState === 'visible' && opened.value && void sync(), 180_000);
}
