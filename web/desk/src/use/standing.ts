/// The standing of the signed-in post, read again as figures move; the home page and the bell show the same reading.
import { computed, ref, shallowRef } from 'vue';
import { i18n } from '../i18n';
import { api, catalogue, post, role } from './app';
import { readWaiting } from './duty';
import { hear } from './live';
import { type Matter, type Standing, grown, readStanding } from './matters';
import { readOwnLevels } from './responses';
import { duties, dutyName } from './words';

export const standing = shallowRef<Standing | null>(null);
export const readAt = ref(0);
/// What has grown since somebody last opened the bell.
export const news = shallowRef<{ at: number; matter: Matter }[]>([]);
export const unseen = computed(() => news.value.length);
export const seen = (): void => void (news.value = []);

/// "入户排查（第一轮排查）": the duty, and the round where the matter is one round's.
export const matterDuty = ({ duty = '', round }: Matter): string => (round ? i18n.global.t('matter.ofRound', { duty: dutyName(duty), round }) : dutyName(duty));

let of = '';
export async function readNow(): Promise<void> {
  const own = post.value;
  if (!own) return;
  const found = await readStanding(
    {
      periods: (duty) => api.periods(duty, 1).then((page) => page.items),
      coverage: (duty, period) => api.coverage(own.place, duty, period),
      open: (type, query) => api.records(type, { ...query, limit: 1, count: 1 }),
      quarantine: () => api.quarantine(),
      uncovered: () => api.uncovered(own.place),
      lowerSites: () => api.lowerSites(),
      orders: () => api.ordersWaiting(),
      duty: () => readWaiting(),
      responses: () => readOwnLevels(),
    },
    { role: role.value ?? '', types: catalogue.value?.types ?? {}, duties: duties.value.map((duty) => duty.name) },
  );
  if (post.value?.id !== own.id) return;
  if (of === own.id && standing.value) {
    const fresh = grown(standing.value.matters, found.matters).map((matter) => ({ at: Date.now(), matter }));
    if (fresh.length > 0) news.value = [...fresh, ...news.value.filter((old) => !fresh.some((one) => one.matter.key === old.matter.key))].slice(0, 50);
  } else {
    news.value = [];
  }
  of = own.id;
  standing.value = found;
  readAt.value = Date.now();
}

const everyMs = 60_000;
const soonMs = 3_000;
/// Reads at once, every minute, and a moment after figures moved. Call in a component's setup; `stop` ends it.
export function keepStanding(): () => void {
  let soon: ReturnType<typeof setTimeout> | undefined;
  const later = (): void => {
    soon ??= setTimeout(() => {
      soon = undefined;
      void readNow();
    }, soonMs);
  };
  hear('coverage', later);
  hear('relay', later);
  hear('resumed', later);
  const timer = setInterval(() => void (document.visibilityState === 'visible' && readNow()), everyMs);
  void readNow();
  return () => {
    clearInterval(timer);
    clearTimeout(soon);
  };
}
