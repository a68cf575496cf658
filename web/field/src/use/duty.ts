/// Duty for the phone's own post: its turn, and whom to call here and above. Needs a network; what was read last is kept
/// sealed on the phone, so that a telephone can be found without one.
import { type DutyNode, type DutyNow, type DutyOwn, type Fields, type RequestFailed, allows, currentTurn, isGap, pointOf, readAbove } from '@fangxian/core';
import { computed, ref, shallowRef } from 'vue';
import { api, asFailure, db, opened, session } from './app';
import { trueNow } from './clock';
import { keep, kept } from './db';
import type { Bytes } from './seal';
import { typeOf } from './words';

interface Read {
  post: string;
  at: number;
  now: DutyNow;
  above: DutyNode[];
}
const read = shallowRef<Read | null>(null);
/// What another post has read on this phone is not shown.
export const duty = computed(() => (read.value && read.value.post === session.value?.post?.id ? read.value : null));
export const dutyFailure = shallowRef<RequestFailed | null>(null);
export const dutyBusy = ref(false);
export const ownTurn = (now: number): DutyOwn | null => (duty.value ? currentTurn(duty.value.now.own, now) : null);
/// The own place where it keeps duty, not those below it: they are the desk's to look at.
export const lines = computed<DutyNode[]>(() => (duty.value ? [...duty.value.now.nodes.slice(0, 1).filter((node) => node.shift !== null || isGap(node)), ...duty.value.above] : []));
export const keepsDuty = (): boolean => typeOf('duty_turn') !== undefined && allows(typeOf('duty_turn')!, 'read', session.value?.post?.role);

const placeOf = (user: string): string => `${user}/duty`;
async function recall(): Promise<void> {
  const account = opened.value;
  if (!account || read.value) return;
  const sealed = await kept<Bytes>(db, placeOf(account.user));
  if (sealed && !read.value) read.value = await account.seal.open<Read>(placeOf(account.user), sealed).catch(() => null);
}

export async function readDuty(): Promise<void> {
  const post = session.value?.post;
  const account = opened.value;
  if (!post || !account || !keepsDuty()) return;
  dutyBusy.value = true;
  try {
    await recall();
    const [now, above] = await Promise.all([api.dutyNow(), readAbove(api, post.place)]);
    if (session.value?.post?.id !== post.id) return;
    read.value = { post: post.id, at: trueNow(), now, above };
    dutyFailure.value = null;
    await keep(db, placeOf(account.user), await account.seal.close(placeOf(account.user), read.value));
  } catch (error) {
    dutyFailure.value = asFailure(error);
  } finally {
    dutyBusy.value = false;
  }
}

const locateMs = 5_000;
/// Where the phone is, if its holder allows it and it is known soon; signing in never waits for more.
function located(): Promise<Fields> {
  return new Promise((resolve) => {
    if (!navigator.geolocation) return resolve({});
    const limit = setTimeout(() => resolve({}), locateMs);
    const done = (fields: Fields): void => {
      clearTimeout(limit);
      resolve(fields);
    };
    navigator.geolocation.getCurrentPosition(({ coords }) => done({ signed_in_point: pointOf(coords) }), () => done({}), { timeout: locateMs, maximumAge: 60_000 });
  });
}
export async function signInForDuty({ turn }: DutyOwn, withPlace: boolean): Promise<void> {
  await api.moveTurn(turn, 'sign_in', withPlace ? await located() : undefined);
  await readDuty();
}
