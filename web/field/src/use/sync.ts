/// Keeps the phone's households as the server has them: a first reading, then only what changed.
import { type Period, RequestFailed, type SyncPage } from '@fangxian/core';
import { computed, ref, shallowRef } from 'vue';
import { aloneOrNotAtAll } from './alone';
import { api, asFailure, opened } from './app';
import { readDuty } from './duty';
import type { SyncState } from './homes';
import { readLevels } from './levels';
import { readOrders, recallOrders } from './orders';

export const busy = ref(false);
export const failure = shallowRef<RequestFailed | null>(null);
/// Of the first reading: how many households have come, of how many.
export const progress = shallowRef<{ have: number; of: number } | null>(null);
export const periods = shallowRef<Period[]>([]);
export const readAt = ref(0);
export const openRound = computed(() => periods.value.find((period) => !period.closed_at && (!period.type || period.type === 'household_screening')));

let running: Promise<void> | null = null;
let again = false;

export function show(state: SyncState): void {
  periods.value = state.periods;
  readAt.value = state.at;
}

/// Resolves when the phone is up to date, or the attempt failed (`failure`). Calls while one runs are answered by the next.
export function sync(): Promise<void> {
  if (running) {
    again = true;
    return running;
  }
  again = false;
  running = attempt().finally(() => {
    running = null;
    if (again && !failure.value) void sync();
  });
  return running;
}

async function attempt(): Promise<void> {
  const account = opened.value;
  if (!account) return;
  busy.value = true;
  void recallOrders();
  try {
    await aloneOrNotAtAll(`sync/${account.user}`, () => read(account));
    failure.value = null;
    void readOrders();
    void readDuty();
    void readLevels();
  } catch (error) {
    failure.value = asFailure(error);
  } finally {
    busy.value = false;
    progress.value = null;
  }
}

type Account = NonNullable<typeof opened.value>;

async function read(account: Account): Promise<void> {
  let state = await account.homes.state();
  let coming: Promise<SyncPage> | null = api.fieldSync(account.device, state.cursor);
  while (coming && opened.value === account) {
    const page: SyncPage = await coming;
    if (!Array.isArray(page?.households) || typeof page.next !== 'string') throw new RequestFailed(0, []);
    // The next page crosses the line while this one is sealed; whether it arrives is asked in the next turn.
    coming = page.more ? api.fieldSync(account.device, page.next) : null;
    coming?.catch(() => undefined);
    const { reset, households, removed, more, total = state.total } = page;
    state = await account.homes.apply({ reset, households, removed, periods: page.periods, cursor: page.next, total, complete: !more }, Date.now());
    if (state.at === 0) progress.value = { have: state.order, of: total };
    show(state);
  }
}
