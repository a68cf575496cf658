/// Orders for the phone's own post: read when there is a network, answered at once. What was read last stays to be read.
import { type ReceivedOrder, type RecordView, type RequestFailed, uuid7 } from '@fangxian/core';
import { ref, shallowRef } from 'vue';
import { api, asFailure, session } from './app';

export const orders = shallowRef<ReceivedOrder[]>([]);
export const ordersFailure = shallowRef<RequestFailed | null>(null);
export const ordersBusy = ref(false);

export const toAcknowledge = ({ order, receipt }: ReceivedOrder): boolean => order.state === 'issued' && (receipt.state === 'issued' || receipt.state === 'delivered');
export const toReport = ({ order, receipt }: ReceivedOrder): boolean => order.state === 'issued' && (receipt.state === 'acknowledged' || receipt.state === 'acting') && Boolean(receipt.fields['report_by']);

/// The newest of them, those in force first; those not seen before are marked as delivered.
export async function readOrders(): Promise<void> {
  const post = session.value?.post?.id;
  if (!post) return;
  ordersBusy.value = true;
  try {
    const { items } = await api.orders({ box: 'received', limit: 200 });
    if (session.value?.post?.id !== post) return;
    orders.value = [...items.filter(({ order }) => order.state === 'issued'), ...items.filter(({ order }) => order.state !== 'issued')];
    ordersFailure.value = null;
    for (const { order, receipt } of items) if (order.state === 'issued' && receipt.state === 'issued') void answer(receipt, 'deliver').catch(() => undefined);
  } catch (error) {
    ordersFailure.value = asFailure(error);
  } finally {
    ordersBusy.value = false;
  }
}

/// Without a time of its own: orders go by the server's clock.
export const answer = (receipt: RecordView, step: string, fields?: Record<string, unknown>) =>
  api.move('order_receipt', receipt.id, step, { command: uuid7(), base_version: receipt.version, ...(fields ? { fields } : {}) });
