/// The phone's clock against the server's. A wrong clock is told and corrected for; what was stated stays as stated.
import { computed, ref } from 'vue';

const kept = Number(localStorage.getItem('clock'));
/// How far this phone's clock is ahead of the server's, ms; as of the last answer.
export const deviceOffset = ref(Number.isFinite(kept) ? kept : 0);
const tolerated = 120_000;
export const clockWrong = computed(() => Math.abs(deviceOffset.value) > tolerated);

/// `made` by the server's clock, in whole seconds as the Date header has them; the others by this phone's.
export function heardServerTime(made: number, asked: number, came: number): void {
  if (came < asked || came - asked > 20_000) return; // a slow line tells no time, nor does a clock set meanwhile
  deviceOffset.value = Math.round((asked + came) / 2 - (made + 500));
  localStorage.setItem('clock', String(deviceOffset.value));
}

/// The time as it is, as far as this phone knows.
export const trueNow = (): number => Date.now() - (clockWrong.value ? deviceOffset.value : 0);
