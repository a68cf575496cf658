/// An asynchronous read or action with its three faces: under way, failed, done. The newest call wins.
import type { RequestFailed } from '@fangxian/core';
import { type Ref, ref, shallowRef } from 'vue';
import { asFailure } from './app';

export interface Task<T, A extends unknown[]> {
  value: Ref<T | null>;
  busy: Ref<boolean>;
  failure: Ref<RequestFailed | null>;
  run: (...args: A) => Promise<T | null>;
}

export function useTask<T, A extends unknown[] = []>(work: (...args: A) => Promise<T>): Task<T, A> {
  const value = shallowRef<T | null>(null) as Ref<T | null>;
  const busy = ref(false);
  const failure = shallowRef<RequestFailed | null>(null);
  let newest = 0;
  const run = async (...args: A): Promise<T | null> => {
    const mine = ++newest;
    busy.value = true;
    try {
      const result = await work(...args);
      if (mine !== newest) return null;
      failure.value = null;
      return (value.value = result);
    } catch (error) {
      if (mine === newest) failure.value = asFailure(error);
      return null;
    } finally {
      if (mine === newest) busy.value = false;
    }
  };
  return { value, busy, failure, run };
}
