/// Names of records that others refer to, read once and kept: lists show "王建国", not an id.
import { type AccountName, type RecordView, isEmpty, showValue } from '@fangxian/core';
import { reactive, shallowReactive } from 'vue';
import { api, catalogue, locale } from './app';
import { typeOf } from './words';

const names = reactive(new Map<string, string>());
/// Their titles are made when they are shown: a title may name a record that is not there yet.
const records = shallowReactive(new Map<string, RecordView>());
const asked = new Set<string>();

/// The fields that name a record, each as a person reads it; a record it refers to by that one's own title.
export function recordTitle(typeName: string, record: RecordView): string {
  const type = typeOf(typeName);
  const parts = (type?.title ?? []).map((name) => {
    const field = type!.fields.find((one) => one.name === name);
    const value = record.fields[name];
    if (!field || isEmpty(value)) return '';
    const refers = referredType(field.kind, field.refers_to);
    if (refers) return referenceName(refers, String(value));
    if (field.kind === 'place' || field.kind === 'division') return placeName(String(value));
    return showValue(catalogue.value!, field, value, locale.value);
  });
  return parts.filter(Boolean).join(' ') || record.id.slice(-8);
}

export const accountTitle = (account: AccountName): string => `${account.name} (${account.username})`;

const accountsAtOnce = 100;
let waiting: string[] = [];
/// The accounts a page names are asked for together.
function askAccount(id: string): void {
  waiting.push(id);
  if (waiting.length > 1) return;
  setTimeout(() => {
    const ids = waiting;
    waiting = [];
    const unnamed = (some: string[]): void => some.forEach((one) => names.has(`account/${one}`) || names.set(`account/${one}`, one.slice(-8)));
    for (let from = 0; from < ids.length; from += accountsAtOnce) {
      const some = ids.slice(from, from + accountsAtOnce);
      api.accountNames(some).then(({ items }) => items.forEach((account) => rememberName('account', account.id, accountTitle(account)))).catch(() => undefined).finally(() => unnamed(some));
    }
  });
}

/// Accounts are no records: they have an API of their own and no page.
export function referenceName(type: string, id: string): string {
  const key = `${type}/${id}`;
  if (!asked.has(key)) {
    asked.add(key);
    if (type === 'account') askAccount(id);
    else api.record(type, id).then((record) => records.set(key, record)).catch(() => names.set(key, id.slice(-8)));
  }
  const record = records.get(key);
  return record ? recordTitle(type, record) : (names.get(key) ?? '…');
}
export const rememberName = (type: string, id: string, name: string): void => {
  asked.add(`${type}/${id}`);
  names.set(`${type}/${id}`, name);
};

const placeNames = reactive(new Map<string, string>());
export function placeName(place: string | null | undefined): string {
  if (!place) return '–';
  const key = String(place);
  if (!asked.has(key)) {
    asked.add(key);
    api.place(key).then((found) => placeNames.set(key, found.path.slice(-2).map((node) => node.name).join(' '))).catch(() => placeNames.set(key, key));
  }
  return placeNames.get(key) ?? '…';
}
export const rememberPlace = (place: string, name: string): void => {
  asked.add(place);
  placeNames.set(place, name);
};

const referring: Record<string, string> = { person: 'person', household: 'household' };
export const referredType = (kind: string, refersTo: string | null | undefined): string | null => (kind === 'reference' ? (refersTo ?? null) : (referring[kind] ?? null));
export const recordAddress = (type: string, id: string): string =>
  type === 'household' ? `/households/${id}` : type === 'person' ? `/persons/${id}` : type === 'response' ? `/response/${id}` : `/records/${type}/${id}`;
