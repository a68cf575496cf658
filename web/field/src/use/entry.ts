/// A form on the phone: answers, problems, the draft that survives a closed page, and saving to the outbox.
import { type Fields, type Problem, answers, formProblems, statedAt, uuid7 } from '@fangxian/core';
import { computed, ref, shallowRef, toRaw } from 'vue';
import { catalogue, db, opened, outbox } from './app';
import { clockWrong, deviceOffset, trueNow } from './clock';
import { storageFull } from './db';
import { draftKeeper } from './draft';
import { type Known, prefill, withoutSilentRows } from './screening';

export const full: Problem = {
  number: 'full', zh: '手机存储空间已满，这一条还没有存下，填写的内容都在本页。请删除一些照片或应用，再点保存。',
  en: 'The phone is full and this entry is not saved yet; everything you entered is still on this page. Delete some photos or apps, then save again.',
};
export const unsaved: Problem = {
  number: 'disk', zh: '没能存到手机上，填写的内容都在本页。请再点保存；仍不行请截图后重新打开本应用。',
  en: 'It could not be saved on the phone; everything you entered is still on this page. Save again; if that fails, take a picture of the screen and open the app anew.',
};
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(toRaw(value))) as T;

export function useEntry(typeName: string, draftKey: string) {
  // As they were when the form was opened: a newer catalogue does not change a form under one's hands.
  const { types, code_lists: lists } = catalogue.value!;
  const type = computed(() => types[typeName]!);
  const account = opened.value!;
  const values = ref<Fields>({});
  const settled = shallowRef<string[]>([]);
  const problems = shallowRef<Problem[]>([]);
  const restored = ref(false);
  const draft = draftKeeper(db, account.user, account.seal, draftKey);
  /// What is typed does not reach the disk: the phone is full.
  const unkept = draft.failed;

  /// A draft's answers win over what is known, except for what the form does not show.
  async function begin(known: Known, mended?: Fields): Promise<void> {
    const start = prefill(type.value, known, new Date(trueNow()));
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
  async function save(title: string, household: string | null, mends?: string): Promise<string | null> {
    await account.photos.settled();
    await draft.written();
    const given = withoutSilentRows(type.value, values.value);
    problems.value = rowsAsShown(formProblems(type.value.fields, lists, given), values.value, given);
    if (problems.value.length > 0 || !outbox.value) return null;
    const id = uuid7();
    const clock = clockWrong.value ? { device_offset_ms: deviceOffset.value } : {};
    const item = { type: typeName, id, stated_at: statedAt(), ...clock, ...(mends ? { mends } : {}), fields: plain(answers(type.value.fields, given)) };
    try {
      await outbox.value.save({ id, type: typeName, household, title, item }, { draft: draft.key, mends });
    } catch (error) {
      console.warn(error);
      problems.value = [storageFull(error) ? full : unsaved];
      return null;
    }
    if (household) await account.homes.restand(household);
    return id;
  }
  async function forget(known: Known): Promise<void> {
    await draft.forget();
    await begin(known);
  }
  return { type, values, settled, problems, restored, unkept, begin, set, save, forget };
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
