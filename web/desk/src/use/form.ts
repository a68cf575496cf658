/// A record being entered or changed: what was typed, what is wrong with it, sending it.
import { type Fields, type Problem, type RecordView, RequestFailed, type Saved, answers, changeProblems, fieldsOf, formProblems, statedAt, uuid7 } from '@fangxian/core';
import { type Ref, computed, ref, shallowRef } from 'vue';
import { api, asFailure, catalogue } from './app';
import { typeOf } from './words';

export function useRecordForm(type: Ref<string>, initial: Fields = {}) {
  const values = ref<Fields>({ ...initial });
  const problems = shallowRef<Problem[]>([]);
  const busy = ref(false);
  /// One id for one intention: sending again after a lost answer is a repeat, never a second record.
  let id = uuid7();
  const fields = computed(() => fieldsOf(typeOf(type.value)));
  const lists = () => catalogue.value?.code_lists ?? {};

  function set(name: string, value: unknown): void {
    values.value = { ...values.value, [name]: value };
    problems.value = problems.value.filter((problem) => problem.field !== name && !problem.field?.startsWith(`${name}[`));
  }
  async function send(found: Problem[], work: () => Promise<Saved>): Promise<Saved | null> {
    problems.value = found;
    if (found.length > 0) return null;
    busy.value = true;
    try {
      return await work();
    } catch (error) {
      problems.value = asFailure(error).problems;
      if (error instanceof RequestFailed && error.status === 409) id = uuid7();
      return null;
    } finally {
      busy.value = false;
    }
  }
  /// `byServer`: the record goes by the server's clock, whatever this machine's says.
  function create(byServer = false): Promise<Saved | null> {
    const body = answers(fields.value, values.value);
    return send(formProblems(fields.value, lists(), values.value), () => api.create(type.value, { id, ...(byServer ? {} : { stated_at: statedAt() }), fields: body }));
  }
  /// Only what differs is sent; a cleared answer is sent as null.
  function change(before: RecordView): Promise<Saved | null> {
    const body = answers(fields.value, values.value);
    const changed: Fields = {};
    for (const { name, derived } of fields.value)
      if (!derived && JSON.stringify(body[name] ?? null) !== JSON.stringify(before.fields[name] ?? null)) changed[name] = body[name] ?? null;
    return send(changeProblems(fields.value, lists(), before.fields, changed), () =>
      api.change(type.value, before.id, { command: id, base_version: before.version, stated_at: statedAt(), fields: changed }));
  }
  return { values, problems, busy, fields, set, create, change };
}
