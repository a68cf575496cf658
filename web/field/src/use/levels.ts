/// The levels in force at the post's place. What was read last is kept sealed on the phone, so that they are known without a network.
import { type RequestFailed, type ResponseHere, instant } from '@fangxian/core';
import { computed, shallowRef } from 'vue';
import { api, asFailure, db, opened, session } from './app';
import { trueNow } from './clock';
import { keep, kept } from './db';
import type { Bytes } from './seal';

interface Read {
  post: string;
  at: number;
  here: ResponseHere[];
}
const read = shallowRef<Read | null>(null);
/// What another post has read on this phone is not shown.
export const levels = computed(() => (read.value && read.value.post === session.value?.post?.id ? read.value : null));
export const levelsFailure = shallowRef<RequestFailed | null>(null);
/// What has ended since it was read is in force no longer.
export const inForceAt = (here: readonly ResponseHere[], now: number): ResponseHere[] => here.filter(({ response }) => (instant(response.fields['ends_at'] as string)?.getTime() ?? Infinity) > now);

const placeOf = (user: string): string => `${user}/levels`;
async function recall(): Promise<void> {
  const account = opened.value;
  if (!account || read.value) return;
  const sealed = await kept<Bytes>(db, placeOf(account.user));
  if (sealed && !read.value) read.value = await account.seal.open<Read>(placeOf(account.user), sealed).catch(() => null);
}

export async function readLevels(): Promise<void> {
  const post = session.value?.post;
  const account = opened.value;
  if (!post || !account) return;
  try {
    await recall();
    const { here } = await api.responses();
    if (session.value?.post?.id !== post.id) return;
    read.value = { post: post.id, at: trueNow(), here };
    levelsFailure.value = null;
    await keep(db, placeOf(account.user), await account.seal.close(placeOf(account.user), read.value));
  } catch (error) {
    levelsFailure.value = asFailure(error);
  }
}
