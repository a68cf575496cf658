/// Choosing many records of a list, and what may be done to all of them at once.
import { type BulkAction, type BulkItem, type CatalogueField, type Fields, type PredicateJson, type RecordType, type RecordView, type Transition, allows, holds } from '@fangxian/core';
import { computed, ref } from 'vue';

/// A move whose guard asks for what each record must say by itself is none for many.
export const bulkMoves = (shape: RecordType | undefined, role: string | undefined): Transition[] =>
  (shape?.transitions ?? []).filter((move) => move.bulk !== false && allows(shape!, `move:${move.name}`, role) && Object.keys(guardFields(move.guard)).every((name) => bulkFields(shape).some((field) => field.name === name)));
export const bulkFields = (shape: RecordType | undefined): CatalogueField[] => (shape?.fields ?? []).filter((field) => field.bulk);
export const mayBulk = (shape: RecordType | undefined, role: string | undefined): boolean =>
  shape !== undefined && (bulkMoves(shape, role).length > 0 || (bulkFields(shape).length > 0 && allows(shape, 'change', role)));

/// The fields a move's guard asks for, with the value it asks for where it names one.
export function guardFields(guard: PredicateJson | boolean | null | undefined): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  const read = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    for (const [op, of] of Object.entries(part)) {
      if (op === 'present' && typeof of === 'string') out[of] ??= null;
      if (op === 'eq' && Array.isArray(of) && typeof of[1] !== 'object') out[String(of[0])] = of[1];
      if (op === 'all' && Array.isArray(of)) of.forEach(read);
    }
  };
  read(guard);
  return out;
}

/// What a move asks for at first: its guard's fields, and those that must be filled in because of them.
export function askedFor(shape: RecordType | undefined, move: string): Record<string, unknown> {
  const guarded = guardFields(shape?.transitions?.find((one) => one.name === move)?.guard);
  const follows = (field: CatalogueField): boolean => !(field.name in guarded) && !!field.relevant && !holds(field.relevant, {}) && holds(field.relevant, guarded as Fields) && holds(field.required ?? false, guarded as Fields);
  return { ...guarded, ...Object.fromEntries(bulkFields(shape).filter(follows).map((field) => [field.name, null])) };
}

/// What was chosen, as the server reads it; values left empty are left as they are, unless a field alone is set.
export function actionOf(type: string, move: string, values: Record<string, unknown>): BulkAction {
  const fields = Object.fromEntries(Object.entries(values).filter(([, value]) => move === '' || (value !== null && value !== undefined && value !== '')));
  return move === '' ? { type, fields } : { type, move, fields };
}

/// Rows are chosen one by one, over pages; or all that the filter matches, which the server counts.
export function useChoice() {
  const chosen = ref(new Map<string, number>());
  const all = ref(false);
  const clear = (): void => {
    chosen.value = new Map();
    all.value = false;
  };
  const has = (id: string): boolean => all.value || chosen.value.has(id);
  function set(records: RecordView[], on: boolean): void {
    const next = new Map(chosen.value);
    all.value = false;
    for (const record of records)
      if (on) next.set(record.id, record.version);
      else next.delete(record.id);
    chosen.value = next;
  }
  return {
    all,
    chooseAll: () => (all.value = true),
    clear,
    has,
    set,
    count: computed(() => chosen.value.size),
    items: computed<BulkItem[]>(() => [...chosen.value].map(([id, version]) => ({ id, version }))),
  };
}
export type Choice = ReturnType<typeof useChoice>;
