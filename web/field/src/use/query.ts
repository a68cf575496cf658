/// A live look into the phone's database.
import { liveQuery } from 'dexie';
import { type Ref, onScopeDispose, shallowRef, watch } from 'vue';

export function useQuery<T>(read: () => Promise<T>, initial: T, when: () => unknown = () => null): Ref<T> {
  const value = shallowRef(initial) as Ref<T>;
  let stop: (() => void) | null = null;
  watch(when, () => {
    stop?.();
    const running = liveQuery(read).subscribe({ next: (found) => (value.value = found), error: (error) => console.error(error) });
    stop = () => running.unsubscribe();
  }, { immediate: true });
  onScopeDispose(() => stop?.());
  return value;
}
