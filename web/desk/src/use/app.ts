/// What the whole desk shares: the client, who is signed in, the catalogue, the language.
import { Api, type Catalogue, Client, type Locale, RequestFailed, type Session, noAnswerFailure } from '@fangxian/core';
import { computed, ref, shallowRef } from 'vue';
import { i18n } from '../i18n';

export const session = shallowRef<Session | null>(null);
export const catalogue = shallowRef<Catalogue | null>(null);
export const api = new Api(new Client({ onSignedOut: () => (session.value = null) }));

export const locale = computed<Locale>({
  get: () => i18n.global.locale.value as Locale,
  set: (value) => {
    i18n.global.locale.value = value;
    document.documentElement.lang = value;
    localStorage.setItem('language', value);
  },
});
export const post = computed(() => session.value?.post ?? null);
export const role = computed(() => post.value?.role);

export async function enter(found: Session): Promise<void> {
  if (!found.must_change_password && catalogue.value?.version !== found.catalogue_version) catalogue.value = await api.catalogue();
  session.value = found;
}

/// The session of the cookie, if it still holds.
export async function resume(): Promise<void> {
  try {
    await enter(await api.session());
  } catch (error) {
    if (!(error instanceof RequestFailed) || error.status !== 401) startFailure.value = asFailure(error);
  }
}
export const startFailure = ref<RequestFailed | null>(null);

export async function leave(): Promise<void> {
  await api.signOut().catch(() => undefined);
  session.value = null;
}

export const asFailure = (error: unknown): RequestFailed => {
  if (error instanceof RequestFailed) return error;
  console.error(error);
  return noAnswerFailure();
};
