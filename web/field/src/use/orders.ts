/// Orders for the phone's own post: read when there is a network, answered at once. What was read last stays to be read.
import { type ReceivedOrder, type RequestFailed, asked, inForce } from '@fangxian/core';
import { computed, reactive, ref, shallowRef } from 'vue';
import { api, asFailure, session } from './app';

const read = shallowRef<{ post: string; items: ReceivedOrder[] }>({ post: '', items: [] });
/// Those of the post that is here now: what another one has read on this phone is not shown.
export const orders = computed(() => (read.value.post === session.value?.post?.id ? read.value.items : []));
export const ordersFailure = shallowRef<RequestFailed | null>(null);
export const ordersBusy = ref(false);
/// Reports being written, by receipt: they outlast a look at another page.
export const reports = reactive(new Map<string, string>());

export const asks = ({ order, receipt }: ReceivedOrder, what: 'acknowledge' | 'report'): boolean => asked(order, receipt)?.what === what;

/// The newest of them, those in force first; those not seen before are marked as delivered.
export async function readOrders(): Promise<void> {
  const post = session.value?.post?.id;
  if (!post) return;
  ordersBusy.value = true;
  try {
    const { items } = await api.orders({ box: 'received', limit: 200 });
    read.value = { post, items: [...items.filter(({ order }) => inForce(order)), ...items.filter(({ order }) => !inForce(order))] };
    ordersFailure.value = null;
    for (const { order, receipt } of items) if (inForce(order) && receipt.state === 'issued') void api.answerOrder(receipt, 'deliver').catch(() => undefined);
  } catch (error) {
    ordersFailure.value = asFailure(error);
  } finally {
    ordersBusy.value = false;
  }
}
