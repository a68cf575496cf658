/// A list the server pages by cursor: forward by `next`, back by the cursors already seen.
import type { Page } from '@fangxian/core';
import { computed, ref } from 'vue';
import { useTask } from './task';

export type Paged<T> = ReturnType<typeof usePaged<T>>;

export function usePaged<T>(read: (cursor: string | null) => Promise<Page<T>>) {
  const cursors = ref<(string | null)[]>([null]);
  const task = useTask(() => read(cursors.value.at(-1) ?? null));
  const items = computed<T[]>(() => task.value.value?.items ?? []);
  const next = computed(() => task.value.value?.next ?? null);
  return {
    items,
    busy: task.busy,
    failure: task.failure,
    loaded: computed(() => task.value.value !== null),
    page: computed(() => cursors.value.length),
    hasNext: computed(() => next.value !== null),
    reload: () => task.run(),
    first: () => {
      cursors.value = [null];
      return task.run();
    },
    forward: () => {
      if (next.value) cursors.value.push(next.value);
      return task.run();
    },
    back: () => {
      if (cursors.value.length > 1) cursors.value.pop();
      return task.run();
    },
  };
}
