/// The time, for what is said in relation to it; moves while the component stands.
import { type Ref, onScopeDispose, ref } from 'vue';

export function useNow(everyMs: number): Ref<number> {
  const now = ref(Date.now());
  const timer = setInterval(() => (now.value = Date.now()), everyMs);
  onScopeDispose(() => clearInterval(timer));
  return now;
}
