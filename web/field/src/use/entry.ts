/// A form on the phone: answers, problems, the draft that survives a closed page, and saving to the outbox.
import { type Fields, type Problem, answers, formProblems, statedAt, uuid7 } from '@fangxian/core';
import { computed, ref, shallowRef, toRaw } from 'vue';
import { catalogue, db, outbox } from './app';
import { draftKeeper } from './draft';
import { type Known, prefill, withoutSilentRows } from './screening';

const plain = <T>(value: T): T => JSON.parse(JSON.stringify(toRaw(value))) as T;

export function useEntry(typeName: string, draftKey: string) {
  const type = computed(() => catalogue.value!.types[typeName]!);
  const values = ref<Fields>({});
  const settled = shallowRef<string[]>([]);
  const problems = shallowRef<Problem[]>([]);
  const restored = ref(false);
  const draft = draftKeeper(db, draftKey);

  /// A draft's answers win over what is known, except for what the form does not show.
  async function begin(known: Known, mended?: Fields): Promise<void> {
    const start = prefill(type.value, known);
    const entered = mended ?? (await draft.read());
    settled.value = start.settled;
    restored.value = entered !== undefined;
    const hidden = Object.fromEntries(start.settled.map((name) => [name, start.values[name]]));
    values.value = { ...start.values, ...entered, ...hidden };
  }
  function set(name: string, value: unknown): void {
    values.value = { ...values.value, [name]: value };
    problems.value = problems.value.filter((problem) => problem.field !== name && !problem.field?.startsWith(`${name}[`));
    draft.put(plain(values.value));
  }
  /// The id of the saved entry, or null when something must be mended first.
  async function save(title: string, household: string | null): Promise<string | null> {
    await draft.written();
    const given = withoutSilentRows(type.value, values.value);
    problems.value = rowsAsShown(formProblems(type.value.fields, catalogue.value!.code_lists, given), values.value, given);
    if (problems.value.length > 0 || !outbox.value) return null;
    const id = uuid7();
    const item = { type: typeName, id, stated_at: statedAt(), fields: plain(answers(type.value.fields, given)) };
    await outbox.value.save({ id, type: typeName, household, title, item });
    await draft.forget();
    return id;
  }
  async function forget(known: Known): Promise<void> {
    await draft.forget();
    await begin(known);
  }
  return { type, values, settled, problems, restored, begin, set, save, forget };
}

/// Problems name rows as sent; the form shows silent rows too.
function rowsAsShown(problems: Problem[], shown: Fields, sent: Fields): Problem[] {
  return problems.map((problem) => {
    const part = /^([^[]+)\[(\d+)\](.*)$/.exec(problem.field ?? '');
    if (!part) return problem;
    const row = (sent[part[1]!] as unknown[])[Number(part[2])];
    return { ...problem, field: `${part[1]}[${(shown[part[1]!] as unknown[]).indexOf(row)}]${part[3]}` };
  });
}
