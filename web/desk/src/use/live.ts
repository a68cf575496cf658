/// One event stream for the desk; pages say what they want to hear.
import { type LiveState, listen } from '@fangxian/core';
import { onScopeDispose, ref } from 'vue';

export const liveState = ref<LiveState>('connecting');
export const lastHeardAt = ref(Date.now());

type Hearer = (data: unknown) => void;
const hearers = new Map<string, Set<Hearer>>();
let stop: (() => void) | null = null;

export function startLive(): void {
  stop?.();
  stop = listen({
    url: '/api/events',
    names: ['coverage', 'record', 'relay', 'reset'],
    onEvent: (name, data) => {
      lastHeardAt.value = Date.now();
      hearers.get(name === 'reset' ? 'resumed' : name)?.forEach((hearer) => hearer(data));
    },
    onState: (state) => {
      const resumed = state === 'live' && liveState.value !== 'live';
      liveState.value = state;
      if (!resumed) return;
      lastHeardAt.value = Date.now();
      hearers.get('resumed')?.forEach((hearer) => hearer(null));
    },
  });
}

export function stopLive(): void {
  stop?.();
  stop = null;
}

/// `resumed` is heard after every (re)connection: figures may have moved unseen, so read them anew.
export function hear(name: 'coverage' | 'record' | 'relay' | 'resumed', hearer: Hearer): void {
  const set = hearers.get(name) ?? new Set<Hearer>();
  hearers.set(name, set.add(hearer));
  onScopeDispose(() => set.delete(hearer));
}
