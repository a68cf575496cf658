/// The coverage of one node with its children, kept current by the event stream.
import type { Coverage, CoverageNode, Figures, Period } from '@fangxian/core';
import { type Ref, computed, ref, watch } from 'vue';
import { api } from './app';
import { hear } from './live';
import { useTask } from './task';

interface Moved {
  type: string;
  period: string;
  nodes: ({ place: string } & Figures)[];
}

export const answerable = (node: CoverageNode) => (Array.isArray(node.responsible) ? (node.responsible[0] ?? null) : (node.responsible ?? null));

/// The same node with the figures of the event, or the node itself when it is not named there.
export function withFigures(node: CoverageNode, figures: Map<string, Figures>): CoverageNode {
  const moved = figures.get(node.place);
  return moved ? { ...node, ...moved } : node;
}

export function applyMove(coverage: Coverage, moved: Moved): Coverage {
  if (moved.type !== coverage.type || (coverage.period && moved.period !== coverage.period.id)) return coverage;
  const figures = new Map<string, Figures>(moved.nodes.map(({ place, expected, fulfilled, late, missing, overdue }) => [String(place), { expected, fulfilled, late, missing, overdue }]));
  return { ...coverage, node: withFigures(coverage.node, figures), children: coverage.children.map((child) => withFigures(child, figures)) };
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
    movedPlaces.value = new Set(moved.nodes.map((node) => String(node.place)));
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
