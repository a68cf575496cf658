/// One attempt at a time, and what became of the last.
import type { RequestFailed } from '@fangxian/core';
import { ref, shallowRef } from 'vue';
import { asFailure } from './app';

export function useAttempt() {
  const busy = ref(false);
  const failure = shallowRef<RequestFailed | null>(null);
  async function attempt(work: () => Promise<unknown>): Promise<void> {
    busy.value = true;
    failure.value = null;
    try {
      await work();
    } catch (error) {
      failure.value = asFailure(error);
    } finally {
      busy.value = false;
    }
  }
  return { busy, failure, attempt };
}
