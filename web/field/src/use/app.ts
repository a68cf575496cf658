/// What the whole field app shares: the client, who is signed in, the catalogue, the outbox.
import { Api, type Catalogue, Client, type Locale, type Outbox, type PushResult, RequestFailed, type Session, noAnswerFailure } from '@fangxian/core';
import { computed, ref, shallowRef } from 'vue';
import { i18n } from '../i18n';
import { heardServerTime } from './clock';
import { FieldDb } from './db';
import type { Homes } from './homes';
import type { Photos } from './photos';
import type { Seal } from './seal';

/// signIn: nobody is here. password: a first one must be chosen. unlock: who is known, the key is not open. former: what
/// lies here opens with an earlier password. insecure: no key can be kept over plain HTTP. wiped: by the server's order.
export type Phase = 'starting' | 'insecure' | 'signIn' | 'password' | 'unlock' | 'former' | 'in' | 'wiped';

/// An account whose data on this phone is open.
export interface Opened {
  user: string;
  username: string;
  device: string;
  seal: Seal;
  homes: Homes;
  photos: Photos;
}

export const db = new FieldDb();
export const phase = ref<Phase>('starting');
export const session = shallowRef<Session | null>(null);
export const opened = shallowRef<Opened | null>(null);
/// The server no longer knows the session; work goes on, sending waits for the next sign-in.
export const expired = ref(false);
export const catalogue = shallowRef<Catalogue | null>(null);
export const online = ref(navigator.onLine);
export const outbox = shallowRef<Outbox | null>(null);

export const signedOut: { told: (failure: RequestFailed) => void } = { told: () => undefined };
export const api = new Api(new Client({ onSignedOut: (failure) => signedOut.told(failure), onServerTime: heardServerTime }));

const answered = new Set<(result: PushResult) => void>();
export const onAnswer = (hear: (result: PushResult) => void): (() => void) => {
  answered.add(hear);
  return () => answered.delete(hear);
};
export const tellAnswer = (result: PushResult): void => answered.forEach((hear) => hear(result));

export const locale = computed<Locale>({
  get: () => i18n.global.locale.value as Locale,
  set: (value) => {
    i18n.global.locale.value = value;
    document.documentElement.lang = value;
    localStorage.setItem('language', value);
  },
});

export const asFailure = (error: unknown): RequestFailed => {
  if (error instanceof RequestFailed) return error;
  console.error(error);
  return noAnswerFailure();
};
