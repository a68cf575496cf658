import type { Page } from '@fangxian/core';

/// Every item of a list, page by page, up to `most`; `more` tells that there are others.
export async function readAll<T>(read: (cursor: string | null) => Promise<Page<T>>, most: number): Promise<{ items: T[]; more: boolean }> {
  const items: T[] = [];
  for (let cursor: string | null = null; ; ) {
    const page: Page<T> = await read(cursor);
    items.push(...page.items);
    cursor = page.next;
    if (!cursor || items.length >= most) return { items: items.slice(0, most), more: cursor !== null || items.length > most };
  }
}
