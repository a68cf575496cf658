/// The boundaries the site supplied, and which places of a list they draw.
import type { Boundaries } from '@fangxian/core';
import { api } from './app';

type Feature = Boundaries['features'][number];

/// A division code as the server writes places: 12 digits, 15 for a group; null for what is none.
export function placeOfCode(code: string | number | null | undefined): string | null {
  const text = String(code ?? '');
  return /^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12}|\d{15})$/.test(text) ? text.padEnd(12, '0') : null;
}
export const placeOf = (feature: Feature): string | null => placeOfCode(feature.properties.code ?? feature.properties.adcode);

export interface Matched<T> {
  /// In the order of the list, each with its feature.
  drawn: { node: T; feature: Feature }[];
  /// Without a boundary: to be listed, never to be hidden.
  without: T[];
}
export function matched<T extends { place: string }>(boundaries: Boundaries, nodes: T[]): Matched<T> {
  const byPlace = new Map(boundaries.features.map((feature) => [placeOf(feature), feature]));
  const found: Matched<T> = { drawn: [], without: [] };
  for (const node of nodes) {
    const feature = byPlace.get(node.place);
    if (feature) found.drawn.push({ node, feature });
    else found.without.push(node);
  }
  return found;
}

let read: Promise<Boundaries> | null = null;
/// Read once while the desk is open; what failed is tried again the next time.
export function boundaries(): Promise<Boundaries> {
  read ??= api.boundaries().catch((error: unknown) => {
    read = null;
    throw error;
  });
  return read;
}
