/// Keyboard shortcuts: one key, or `g` and a letter. They can be switched off (WCAG 2.1.4), and never act while somebody types.
import { ref } from 'vue';

export const jumps: Record<string, string> = { h: '/home', c: '/coverage', o: '/records/household', p: '/records/person', r: '/rounds', k: '/records/key_person', q: '/quarantine', d: '/duplicates', u: '/uncovered', a: '/about', z: '/duty' };
export type Command = { do: 'search' | 'help' | 'wait' | 'up' | 'down' } | { do: 'go'; to: string } | null;

const secondKeyMs = 1200;
export interface Pressed {
  key: string;
  at: number;
  typing: boolean;
  modified: boolean;
}
/// `waitingSince` is when `g` was pressed, 0 when it was not.
export function commandOf(pressed: Pressed, waitingSince: number): Command {
  const { key, at, typing, modified } = pressed;
  if (typing || modified) return null;
  if (waitingSince > 0 && at - waitingSince <= secondKeyMs && jumps[key]) return { do: 'go', to: jumps[key] };
  if (key === 'g') return { do: 'wait' };
  if (key === '/') return { do: 'search' };
  if (key === '?') return { do: 'help' };
  if (key === 'ArrowDown') return { do: 'down' };
  if (key === 'ArrowUp') return { do: 'up' };
  return null;
}

export const keysOn = ref(localStorage.getItem('keys') !== 'off');
export function switchKeys(on: boolean): void {
  keysOn.value = on;
  localStorage.setItem('keys', on ? 'on' : 'off');
}

const typingIn = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) || target.closest('[role=dialog], [role=listbox], [role=menu], [role=combobox]') !== null);

/// Moves to the link of the row above or below; from outside a table, to its first row. True when there was one.
export function moveInTable(step: 1 | -1, root: ParentNode = document): boolean {
  const links = [...root.querySelectorAll<HTMLElement>('main table tbody tr.opens')].map((row) => row.querySelector<HTMLElement>('a[href], button')).filter((link) => link !== null);
  if (links.length === 0) return false;
  const row = document.activeElement?.closest('tr.opens');
  const here = links.findIndex((link) => link.closest('tr') === row);
  if (here < 0 && (step < 0 || (document.activeElement !== document.body && document.activeElement?.id !== 'main'))) return false;
  const next = links[here < 0 ? 0 : here + step];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
  return true;
}

/// Listens until the returned function is called.
export function listenToKeys(act: (command: NonNullable<Command>) => boolean | void): () => void {
  let waitingSince = 0;
  const hear = (event: KeyboardEvent): void => {
    if (!keysOn.value || event.defaultPrevented) return;
    const command = commandOf({ key: event.key, at: event.timeStamp, typing: typingIn(event.target), modified: event.ctrlKey || event.metaKey || event.altKey }, waitingSince);
    waitingSince = command?.do === 'wait' ? event.timeStamp : 0;
    if (command && command.do !== 'wait' && act(command) !== false) event.preventDefault();
  };
  addEventListener('keydown', hear);
  return () => removeEventListener('keydown', hear);
}
