/// The coverage of one node with its children, kept current by the event stream.
import type { Coverage, CoverageNode, Figures, Period } from '@fangxian/core';
import { type Ref, computed, ref, watch } from 'vue';
import { api } from './app';
import { hear } from './live';
import { useTask } from './task';

/// Not done yet, and not missed: the due time has not come.
export const todo = (figures: Figures): number => figures.missing - figures.overdue;

interface Moved extends Figures {
  type: string;
  period: string;
  place: string;
}

/// `coverage` with the figures of one moved node; itself when the event is about something else.
export function applyMove(coverage: Coverage, moved: Moved): Coverage {
  if (moved.type !== coverage.type || moved.period !== coverage.period?.id) return coverage;
  const { expected, fulfilled, late, missing, overdue } = moved;
  const figures = { expected, fulfilled, late, missing, overdue };
  if (moved.place === coverage.node.place) return { ...coverage, node: { ...coverage.node, ...figures } };
  if (!coverage.children.some((child) => child.place === moved.place)) return coverage;
  return { ...coverage, children: coverage.children.map((child): CoverageNode => (child.place === moved.place ? { ...child, ...figures } : child)) };
}

export function useCoverage(place: Ref<string>, type: Ref<string>, period: Ref<string | undefined>) {
  const task = useTask(() => api.coverage(place.value, type.value, period.value));
  const movedPlaces = ref(new Set<string>());
  let fading: ReturnType<typeof setTimeout> | undefined;

  watch([place, type, period], () => void task.run(), { immediate: true });
  hear('resumed', () => void task.run());
  hear('coverage', (data) => {
    const moved = data as Moved;
    const before = task.value.value;
    if (!before) return;
    const after = applyMove(before, moved);
    if (after === before) return;
    task.value.value = after;
    movedPlaces.value = new Set([...movedPlaces.value, moved.place]);
    clearTimeout(fading);
    fading = setTimeout(() => (movedPlaces.value = new Set()), 1500);
  });
  return { ...task, movedPlaces };
}

export function usePeriods(type: Ref<string>) {
  const task = useTask(() => api.periods(type.value));
  watch(type, () => void task.run(), { immediate: true });
  return computed<Period[]>(() => task.value.value?.items ?? []);
}
