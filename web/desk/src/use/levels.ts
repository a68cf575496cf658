/// Lower sites and the age of what they said, kept current by the event stream; ages grow by themselves between readings.
import type { LowerSite, LowerSites } from '@fangxian/core';
import { computed, onScopeDispose } from 'vue';
import { api } from './app';
import { hear } from './live';
import { useNow } from './now';
import { useTask } from './task';

export type Standing = LowerSite['standing'];

/// How good the information is `elapsedSeconds` after the server said `site`: as the server judges it.
export function standingAfter(site: LowerSite, elapsedSeconds: number, limits: Pick<LowerSites, 'fresh_seconds' | 'silent_seconds'>): Standing {
  if (site.age_seconds === null || site.silent_for_seconds === null) return 'silent';
  if (site.silent_for_seconds + elapsedSeconds > limits.silent_seconds) return 'silent';
  return site.age_seconds + elapsedSeconds <= limits.fresh_seconds ? 'fresh' : 'stale';
}

const readAgainMs = 3000;
const tickMs = 1000;

/// `busy` lines publish often: the list is read at most every three seconds.
export function useLevels(read: () => Promise<LowerSites>) {
  const task = useTask(async () => ({ sites: await read(), readAt: Date.now() }));
  const now = useNow(tickMs);
  let waiting: ReturnType<typeof setTimeout> | undefined;
  onScopeDispose(() => clearTimeout(waiting));
  const soon = (): void => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      void task.run();
    }, readAgainMs);
  };
  hear('relay', soon);
  hear('resumed', () => void task.run());
  void task.run();

  const items = computed(() => {
    const said = task.value.value;
    if (!said) return [];
    const elapsed = Math.max(0, now.value - said.readAt) / 1000;
    return said.sites.items.map((site) => ({
      site,
      standing: standingAfter(site, elapsed, said.sites),
      knownAt: site.age_seconds === null ? null : said.readAt - site.age_seconds * 1000,
      receivedAt: site.silent_for_seconds === null ? null : said.readAt - site.silent_for_seconds * 1000,
    }));
  });
  const tally = computed(() => {
    const sum = { fresh: 0, stale: 0, silent: 0 };
    for (const { standing } of items.value) sum[standing]++;
    return sum;
  });
  return { ...task, items, tally, now };
}

export const readLevels = (): Promise<LowerSites> => api.lowerSites();
