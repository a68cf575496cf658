/// Today's list: the server's households, with what waits in the outbox already counted as done on this phone.
import type { FieldDay, FieldHousehold, FieldTask, Period } from '@fangxian/core';
import { computed, ref, shallowRef } from 'vue';
import type { RequestFailed } from '@fangxian/core';
import { api, asFailure, db, session } from './app';
import { keep, kept } from './db';

export const households = shallowRef<FieldHousehold[]>([]);
export const periods = shallowRef<Period[]>([]);
export const busy = ref(false);
export const failure = shallowRef<RequestFailed | null>(null);
export const readAt = ref<number | null>(null);

interface KeptDay {
  households: FieldHousehold[];
  periods: Period[];
  at: number;
}
const key = (): string => `day/${session.value?.post?.id ?? ''}`;

function show(day: KeptDay): void {
  households.value = day.households;
  periods.value = day.periods;
  readAt.value = day.at;
}

export async function readDay(): Promise<void> {
  busy.value = true;
  try {
    const all: FieldHousehold[] = [];
    const known = api.periods('household_screening', 1);
    let page: FieldDay = await api.fieldDay();
    for (;;) {
      all.push(...page.households);
      if (!page.next) break;
      page = await api.fieldDay(page.next);
    }
    const day = { households: all, periods: (await known).items, at: Date.now() };
    show(day);
    failure.value = null;
    await keep(db, key(), day);
  } catch (error) {
    failure.value = asFailure(error);
    const last = households.value.length === 0 ? await kept<KeptDay>(db, key()) : null;
    if (last) show(last);
  } finally {
    busy.value = false;
  }
}

export type Standing = 'overdue' | 'open' | 'done';
const rank: Record<Standing, number> = { overdue: 0, open: 1, done: 2 };
/// Of the household and of each of its members.
export const tasksOf = (home: FieldHousehold): FieldTask[] => [...home.tasks, ...home.persons.flatMap((person) => person.tasks)];
export const unsettled = (task: FieldTask): boolean => task.state === 'open' || task.state === 'overdue';

/// `screened` are the households whose screening, as saved on this phone, settles the duty.
export function standing(home: FieldHousehold, screened: Set<string>, now = Date.now()): Standing {
  const left = tasksOf(home).filter((task) => unsettled(task) && !(task.type === 'household_screening' && screened.has(home.id)));
  if (left.length === 0) return 'done';
  const late = left.some((task) => task.state === 'overdue' || Date.parse(task.due_at) < now);
  return late ? 'overdue' : 'open';
}

const dueOf = (home: FieldHousehold): number => Math.min(...tasksOf(home).filter(unsettled).map((task) => Date.parse(task.due_at)), Infinity);

/// Overdue first, then by what is due soonest, in the order of the village; done at the end.
export function ordered(list: FieldHousehold[], screened: Set<string>, now = Date.now()): { home: FieldHousehold; state: Standing }[] {
  return list
    .map((home, index) => ({ home, state: standing(home, screened, now), index, due: dueOf(home) }))
    .sort((a, b) => rank[a.state] - rank[b.state] || (a.state === 'done' || a.due === b.due ? a.index - b.index : a.due - b.due))
    .map(({ home, state }) => ({ home, state }));
}

export const householdById = (id: string): FieldHousehold | undefined => households.value.find((home) => home.id === id);
export const openRound = computed(() => periods.value.find((period) => !period.closed_at && (!period.type || period.type === 'household_screening')));
