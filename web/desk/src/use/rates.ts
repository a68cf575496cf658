/// What a picture of coverage is coloured by; kept in the address, so that a link shows the same.
import { type WritableComputedRef, computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';

export type Rate = 'rate' | 'on_time';
export type Shown = Rate | 'missing';

export interface Done {
  expected?: number;
  fulfilled?: number;
  late?: number;
}
/// Done at all, or done in time.
export const doneBy = (by: Shown, figures: Done): number => (figures.fulfilled ?? 0) - (by === 'on_time' ? (figures.late ?? 0) : 0);

/// The first choice is the one of an address that names none.
export function useShown<S extends Shown>(choices: readonly [S, ...S[]]): WritableComputedRef<S> {
  const route = useRoute();
  const router = useRouter();
  return computed({
    get: () => choices.find((one) => one === route.query['by']) ?? choices[0],
    set: (one) => void router.replace({ query: { ...route.query, by: one === choices[0] ? undefined : one } }),
  });
}
