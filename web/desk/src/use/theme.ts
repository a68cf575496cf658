/// Light, dark, or as the system has it; the choice is kept on this machine. Paper is always light.
import { computed, ref } from 'vue';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const system = matchMedia('(prefers-color-scheme: dark)');
const systemDark = ref(system.matches);
const printing = ref(false);
const known = (text: string | null): Theme => themes.find((one) => one === text) ?? 'system';
const chosen = ref<Theme>(known(localStorage.getItem('theme')));

export const isDark = (theme: Theme, systemIsDark: boolean, onPaper: boolean): boolean => !onPaper && (theme === 'dark' || (theme === 'system' && systemIsDark));
export const dark = computed(() => isDark(chosen.value, systemDark.value, printing.value));
export const theme = computed<Theme>({
  get: () => chosen.value,
  set: (value) => {
    chosen.value = value;
    localStorage.setItem('theme', value);
    apply();
  },
});

const apply = (): void => void document.documentElement.classList.toggle('dark', dark.value);
system.addEventListener('change', (event) => {
  systemDark.value = event.matches;
  apply();
});
for (const [name, on] of [['beforeprint', true], ['afterprint', false]] as const)
  addEventListener(name, () => {
    printing.value = on;
    apply();
  });
apply();
