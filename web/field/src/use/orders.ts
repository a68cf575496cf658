/// Orders for the phone's own post. What was read last is kept sealed and can be read without a network; what is answered
/// goes through the outbox like all else, and is shown as done while it waits there.
import { type OutboxEntry, type Problem, type ReceivedOrder, type RequestFailed, afterStep, asked, inForce, uuid7 } from '@fangxian/core';
import { computed, ref, shallowRef } from 'vue';
import { type Opened, api, asFailure, db, onAnswer, opened, outbox, session } from './app';
import { trueNow } from './clock';
import { type EntryRow, keep, kept, storageFull } from './db';
import { openEntry } from './entries';
import { full, unsaved } from './entry';
import type { Bytes } from './seal';
import { sayLabel, typeOf } from './words';

export type Step = 'acknowledge' | 'act' | 'report';
const receiptType = 'order_receipt';

interface Read {
  post: string;
  at: number;
  items: ReceivedOrder[];
}
const read = shallowRef<Read | null>(null);
/// Those of the post that is here now: what another one has read on this phone is not shown.
const mine = computed(() => (read.value && read.value.post === session.value?.post?.id ? read.value : null));
export const orders = computed(() => mine.value?.items ?? []);
export const ordersAt = computed(() => mine.value?.at ?? 0);
export const ordersFailure = shallowRef<RequestFailed | null>(null);
export const ordersBusy = ref(false);

export const asks = ({ order, receipt }: ReceivedOrder, what: 'acknowledge' | 'report'): boolean => asked(order, receipt)?.what === what;

const placeOf = (user: string): string => `${user}/orders`;
export async function recallOrders(): Promise<void> {
  const account = opened.value;
  if (!account || mine.value) return;
  const sealed = await kept<Bytes>(db, placeOf(account.user));
  const found = sealed && (await account.seal.open<Read>(placeOf(account.user), sealed).catch(() => null));
  if (found && !mine.value && opened.value === account) read.value = found;
}
/// A phone too full to keep them still shows them.
async function show(account: Opened, next: Read): Promise<void> {
  if (opened.value !== account) return;
  read.value = next;
  await account.seal.close(placeOf(account.user), next).then((sealed) => (opened.value === account ? keep(db, placeOf(account.user), sealed) : undefined)).catch((error: unknown) => console.warn(error));
}

/// Answers that the server has not taken: those that wait, and those it refused.
export const unsentRows = (user: string): Promise<EntryRow[]> =>
  db.outbox.where('[user+state]').anyOf([[user, 'waiting'], [user, 'held']]).filter((row) => row.type === receiptType).toArray();
export const openUnsent = async (account: Opened, rows: EntryRow[]): Promise<OutboxEntry[]> =>
  (await Promise.all(rows.map((row) => openEntry(account.seal, row)))).sort((a, b) => a.saved_at - b.saved_at);

const withAnswers = (items: ReceivedOrder[], entries: OutboxEntry[]): ReceivedOrder[] =>
  items.map((one) => ({ ...one, receipt: entries.filter(({ state, item }) => state === 'waiting' && item.id === one.receipt.id).reduce((receipt, { item }) => afterStep(receipt, item.transition ?? '', item.fields), one.receipt) }));

let reading: Promise<void> | null = null;
let again = false;
/// The newest of them, those in force first; those not seen before are marked as delivered. Calls while one runs are answered by the next.
export function readOrders(): Promise<void> {
  again = reading !== null;
  reading ??= attempt().finally(() => {
    reading = null;
    if (again) void readOrders();
  });
  return reading;
}
async function attempt(): Promise<void> {
  const post = session.value?.post?.id;
  const account = opened.value;
  if (!post || !account) return;
  ordersBusy.value = true;
  try {
    await recallOrders();
    const { items } = await api.orders({ box: 'received', limit: 200 });
    if (session.value?.post?.id !== post || opened.value !== account) return;
    const known = withAnswers(items, await openUnsent(account, await unsentRows(account.user)));
    await show(account, { post, at: trueNow(), items: [...known.filter(({ order }) => inForce(order)), ...known.filter(({ order }) => !inForce(order))] });
    ordersFailure.value = null;
    for (const { order, receipt } of known) if (inForce(order) && receipt.state === 'issued') void api.answerOrder(receipt, 'deliver').catch(() => undefined);
  } catch (error) {
    ordersFailure.value = asFailure(error);
  } finally {
    ordersBusy.value = false;
  }
}

/// Safe on the phone when it resolves, with what is wrong where it is not. The server's clock says when it was answered, so
/// no time goes with it. `mends` is the refused answer that this one replaces.
export async function answer(one: ReceivedOrder, step: Step, report?: { text: string; draft: string }, mends?: string): Promise<Problem | null> {
  const account = opened.value;
  const now = mine.value;
  if (!account || !now || !outbox.value) return unsaved;
  const id = uuid7();
  const { receipt, order } = one;
  const move = typeOf(receiptType)?.transitions?.find(({ name }) => name === step);
  const fields = report ? { report: report.text } : {};
  const item = { type: receiptType, id: receipt.id, command: id, base_version: receipt.version, transition: step, fields };
  try {
    await outbox.value.save({ id, type: receiptType, household: null, title: `${sayLabel(move?.label)} · ${String(order.fields['subject'] ?? '')}`, item }, { draft: report?.draft, mends });
  } catch (error) {
    console.warn(error);
    return storageFull(error) ? full : unsaved;
  }
  const current = mine.value ?? now;
  await show(account, { ...current, items: current.items.map((each) => (each.receipt.id === receipt.id ? { ...each, receipt: afterStep(each.receipt, step, fields) } : each)) });
  return null;
}
/// A refused answer that has been read, and is not to be sent again.
export const putAway = (id: string): Promise<unknown> => db.outbox.update(id, { state: 'sent' });

onAnswer(({ id }) => {
  if (orders.value.some(({ receipt }) => receipt.id === id)) void readOrders();
});
