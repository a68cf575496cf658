/// Declaring a level: what is chosen and entered, what the server says would come of it, sending it.
import { type Adjustment, type Adjustments, type Fields, type PlaceNode, type Plan, type Problem, type ResponsePreview, adjustmentRows, answers, askedFields, figureNames, formProblems, isEmpty, placeKind, plansFor, previewFields, unexplained } from '@fangxian/core';
import { computed, onScopeDispose, ref, watch } from 'vue';
import { api, catalogue } from './app';
import { useRecordForm } from './form';
import { readPlans } from './responses';
import { useTask } from './task';
import { sayLabel } from './words';

export const decisionNames = ['ends_at', 'decided_by', 'document', 'reason', 'deviation_reason'];
const changed = '409.294';
const soonMs = 300;

export function useDeclaration(initial: { area: string; plan: string; level: string }) {
  const form = useRecordForm(ref('response'), Object.fromEntries(Object.entries(initial).filter(([, value]) => value !== '')));
  const { values } = form;
  const text = (name: string): string => String(values.value[name] ?? '');
  const touched = ref(false);
  /// Proposed by the plan until somebody enters something else.
  const own = ref(new Set<string>());
  const adjustments = ref<Adjustments>({});
  const kept = ref('');

  const plans = useTask(readPlans);
  void plans.run();
  const place = useTask(async (area: string) => {
    const { level: depth, children } = await api.place(area);
    return { area, kind: placeKind(depth), children };
  });
  const kind = computed(() => (place.value.value?.area === text('area') ? place.value.value.kind : ''));
  watch(() => text('area'), (area) => area && void place.run(area), { immediate: true });
  const fitting = computed<Plan[]>(() => plansFor(plans.value.value ?? [], kind.value));
  /// Where no plan fits: the places right below that some plan is for.
  const instead = computed<PlaceNode[]>(() => (fitting.value.length > 0 ? [] : (place.value.value?.children ?? []).filter((one) => plansFor(plans.value.value ?? [], placeKind(one.level)).length > 0)));
  const plan = computed(() => fitting.value.find((one) => one.plan === text('plan')) ?? null);
  const level = computed(() => (plan.value?.levels.some((one) => one.level === text('level')) ? text('level') : ''));
  /// Where one plan fits there is nothing to choose; one that does not fit is let go.
  watch([fitting, kind], () => {
    if (!kind.value || !plans.value.value) return;
    const one = fitting.value.find(({ plan: name }) => name === initial.plan) ?? (initial.plan === '' && fitting.value.length === 1 ? fitting.value[0] : undefined);
    if (!plan.value) form.set('plan', one?.plan ?? null);
  });
  /// The plan that the address asks for, where it is not for the area chosen.
  const elsewhere = computed(() => (kind.value && !plan.value ? (plans.value.value?.find(({ plan: name, areas }) => name === initial.plan && !areas.includes(kind.value)) ?? null) : null));

  const rows = computed(() => adjustmentRows(adjustments.value, plan.value, level.value));
  const preview = useTask(async (asked: Fields) => ({ asked: JSON.stringify(asked), found: await api.previewResponse(asked) }));
  const asked = computed<Fields | null>(() => {
    if (!plan.value || !level.value) return null;
    const fields: Fields = { ...answers(form.fields.value, { ...values.value, adjustments: rows.value }) };
    if (!own.value.has('ends_at')) delete fields['ends_at'];
    return previewFields(fields);
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async (): Promise<void> => {
    const fields = asked.value;
    const got = fields && (await preview.run(fields));
    if (got) take(got.found);
  };
  watch(() => JSON.stringify(asked.value), () => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), soonMs);
  }, { immediate: true });
  onScopeDispose(() => clearTimeout(timer));
  function take(found: ResponsePreview): void {
    form.set('replaces', found.current?.id ?? null);
    form.set('replaces_version', found.replaces_version ?? null);
    if (!own.value.has('ends_at')) form.set('ends_at', found.ends_at);
    if (!own.value.has('decided_by')) form.set('decided_by', sayLabel(found.decided_by));
  }
  /// Of what is chosen now; while something else is read, the one before it stays.
  const shown = computed<ResponsePreview | null>(() => (asked.value ? (preview.value.value?.found ?? null) : null));
  const fresh = computed(() => preview.value.value?.asked === JSON.stringify(asked.value));

  /// A rule judges figures: before they are given it says nothing.
  const figured = computed(() => askedFields(form.fields.value.filter(({ name }) => (figureNames as readonly string[]).includes(name)), values.value).every(({ field }) => !isEmpty(values.value[field.name])));
  const judged = computed(() => (figured.value ? (shown.value?.judged ?? null) : null));
  const deviates = computed(() => judged.value !== null && level.value !== '' && judged.value !== level.value);
  watch(deviates, (now) => {
    if (!now) kept.value = text('deviation_reason');
    form.set('deviation_reason', now ? kept.value || null : null);
  });

  function set(name: string, value: unknown): void {
    touched.value = true;
    own.value.add(name);
    form.set(name, value);
    if (name === 'plan') form.set('level', null);
  }
  function adjust(measure: string, change: Adjustment): void {
    touched.value = true;
    adjustments.value = { ...adjustments.value, [measure]: { ...adjustments.value[measure], ...change } };
  }
  const silent = computed(() => unexplained(adjustments.value, plan.value, level.value));

  const problemsIn = (names: readonly string[]): Problem[] => form.problems.value.filter(({ field }) => names.includes(String(field ?? '').split(/[[.]/)[0]!));
  /// What stands against the row of a measure, told at the measure.
  const atRows = computed<Record<string, Problem[]>>(() => {
    const found: Record<string, Problem[]> = {};
    for (const problem of [...(preview.failure.value?.problems ?? []), ...form.problems.value]) {
      const row = rows.value[Number(/^adjustments\[(\d+)\]/.exec(problem.field ?? '')?.[1] ?? NaN)];
      if (row) (found[row.measure] ??= []).push(problem);
    }
    return found;
  });
  const failure = computed(() => (preview.failure.value?.problems ?? []).filter((one) => !Object.values(atRows.value).flat().includes(one)));
  const loose = computed(() => form.problems.value.filter((one) => !Object.values(atRows.value).flat().includes(one) && !problemsIn(['area', 'plan', 'level', ...figureNames, ...decisionNames]).includes(one)));
  /// Once it has been tried, a measure left out without a reason is told.
  const tried = ref(false);
  const moved = ref(false);
  async function declare(): Promise<string | null> {
    tried.value = true;
    moved.value = false;
    form.set('level', level.value || null);
    form.set('plan', plan.value?.plan ?? null);
    form.set('adjustments', rows.value);
    if (silent.value.length > 0) {
      form.problems.value = formProblems(form.fields.value, catalogue.value?.code_lists ?? {}, values.value);
      return null;
    }
    const saved = await form.create(true);
    if (saved) {
      touched.value = false;
      return saved.id;
    }
    if (form.problems.value.some(({ number }) => String(number) === changed)) {
      moved.value = true;
      await look();
    }
    return null;
  }
  return { form, plans, place, kind, fitting, instead, elsewhere, plan, level, preview, shown, fresh, judged, deviates, set, adjustments, adjust, silent, atRows, failure, problemsIn, loose, tried, moved, touched, declare };
}
export type Declaration = ReturnType<typeof useDeclaration>;
