/// What one line of search found, in the form the page and the box beneath the line show it.
import type { FoundRecord, PlaceNode } from '@fangxian/core';
import { api } from './app';
import { recordAddress, recordTitle } from './references';

/// The field whose characters the line stands for, in each type that is searched.
export const nameField: Record<string, string> = { person: 'name', household: 'head_name' };

/// A title with the found part of the name in it marked: before, marked, after.
export function markedTitle(title: string, name: string, marks: number): [string, string, string] {
  const at = marks > 0 && name !== '' ? title.indexOf(name) : -1;
  if (at < 0) return [title, '', ''];
  const marked = [...name].slice(0, marks).join('');
  return [title.slice(0, at), marked, title.slice(at + marked.length)];
}
export const titleOf = (type: string, found: FoundRecord): [string, string, string] =>
  markedTitle(recordTitle(type, found.record), String(found.record.fields[nameField[type] ?? ''] ?? ''), found.marks);

/// As many characters as the server takes; and what it finds nobody by, because it would be half the county.
export const lineMax = 60;
export const isOneLetter = (line: string): boolean => /^[a-z]$/i.test(line);

/// By the name itself it is seen; anything else is said.
export const saysBy = (found: FoundRecord): boolean => !['name', 'name_start'].includes(found.found_by);

/// What this post may not read is no group of the answer.
export async function searchAll(line: string, limit: number) {
  const [places, groups] = await Promise.all([
    api.searchPlaces(line, Math.min(limit, 10)).then((page) => page.items, (): PlaceNode[] => []),
    api.search(line, limit).then((answer) => answer.groups),
  ]);
  return { line, places, groups };
}
export type FoundAll = Awaited<ReturnType<typeof searchAll>>;

/// One line beneath the box: where it leads, what it says.
export interface Suggestion {
  to: string;
  title: [string, string, string];
  place: string;
  kind: string;
  by: string;
}
export const suggestionsOf = (found: FoundAll): Suggestion[] => [
  ...found.groups.flatMap(({ type, items }) => items.map((one) => ({ to: recordAddress(type, one.record.id), title: titleOf(type, one), place: one.record.place, kind: type, by: saysBy(one) ? one.found_by : '' }))),
  ...found.places.slice(0, 3).map((node) => ({ to: `/coverage/${node.place}`, title: [node.full_name ?? node.name, '', ''] as [string, string, string], place: '', kind: 'place', by: '' })),
];
