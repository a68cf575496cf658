import { type ExposedPerson, type Fields, RequestFailed, uuid7 } from '@fangxian/core';
import { computed, ref } from 'vue';
import { api, asFailure } from './app';
import { readAll } from './all';

/// Persons sent with one request; the server takes at most 200.
const atOnce = 100;
/// Persons chosen with one press.
const chooseMax = 5000;

export const mayAdd = (item: ExposedPerson): boolean => item.generation === 1 && item.contact === null;

/// Persons picked from the exposed of a case, and their registration a hundred at a time. What was sent before a failure
/// stands; pressing again sends the rest, and the hundred that failed under the same command.
export function useNewContacts(caseId: () => string) {
  const picked = ref<Set<string>>(new Set());
  const total = ref(0);
  const made = ref(0);
  const busy = ref(false);
  const failure = ref<RequestFailed | null>(null);
  const refused = ref<{ zh: string; en: string }[]>([]);
  let command = uuid7();

  async function chooseAll(minutes: number): Promise<void> {
    busy.value = true;
    failure.value = null;
    try {
      const all = await readAll((cursor) => api.exposed(caseId(), { generations: 1, minutes_min: minutes, limit: 200, cursor }), chooseMax);
      picked.value = new Set(all.items.filter(mayAdd).map((item) => item.person.id));
    } catch (error) {
      failure.value = asFailure(error);
    } finally {
      busy.value = false;
    }
  }
  async function register(fields: Fields): Promise<boolean> {
    busy.value = true;
    failure.value = null;
    refused.value = [];
    total.value = picked.value.size;
    made.value = 0;
    try {
      while (picked.value.size > 0) {
        const persons = [...picked.value].slice(0, atOnce);
        const answer = await api.addContacts(caseId(), { command, persons, fields });
        command = uuid7();
        made.value += answer.made;
        refused.value.push(...answer.items.flatMap((item) => item.problems?.slice(0, 1) ?? []));
        picked.value = new Set([...picked.value].slice(persons.length));
      }
      return true;
    } catch (error) {
      failure.value = asFailure(error);
      return false;
    } finally {
      busy.value = false;
    }
  }
  const done = computed(() => total.value - picked.value.size);
  return { picked, total, made, done, busy, failure, refused, chooseAll, register };
}
