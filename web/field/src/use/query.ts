/// A live look into the phone's database.
import { liveQuery } from 'dexie';
import { type Ref, onScopeDispose, shallowRef, watch } from 'vue';

/// `read` touches nothing but the database; what it found is opened by `open`, and the latest wins.
export function useOpened<Row, T>(read: () => Promise<Row>, open: (row: Row) => Promise<T> | T, initial: T, when: () => unknown = () => null): Ref<T> {
  const value = shallowRef(initial) as Ref<T>;
  let stop: (() => void) | null = null;
  let turn = 0;
  const complain = (error: unknown): void => console.error(error);
  async function take(row: Row): Promise<void> {
    const mine = ++turn;
    const found = await open(row);
    if (mine === turn) value.value = found;
  }
  watch(when, () => {
    stop?.();
    const running = liveQuery(read).subscribe({ next: (row) => void take(row).catch(complain), error: complain });
    stop = () => running.unsubscribe();
  }, { immediate: true });
  onScopeDispose(() => {
    stop?.();
    ++turn;
  });
  return value;
}
export const useQuery = <T>(read: () => Promise<T>, initial: T, when?: () => unknown): Ref<T> => useOpened(read, (row) => row, initial, when);
