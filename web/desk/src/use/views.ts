/// How one person likes a list: which columns, and filters kept under a name. On this machine, per person and record type.
export interface Filters {
  search: string;
  place: string | null;
  state: string;
  sort: string;
  codes: Record<string, string>;
  /// What a shared filter asks beyond these, under its name.
  also?: { name: string; where: object };
}
export interface SavedView {
  name: string;
  filters: Filters;
}
export interface ListTaste {
  columns: string[] | null;
  views: SavedView[];
}
export const noFilters = (): Filters => ({ search: '', place: null, state: '', sort: '', codes: {} });
export const viewsMax = 20;

const key = (user: string, type: string): string => `list/${user}/${type}`;

/// What was kept; what cannot be read is as if nothing had been.
export function readTaste(store: Pick<Storage, 'getItem'>, user: string, type: string): ListTaste {
  try {
    const kept = JSON.parse(store.getItem(key(user, type)) ?? '{}') as Partial<ListTaste>;
    const columns = Array.isArray(kept.columns) && kept.columns.every((one) => typeof one === 'string') ? kept.columns : null;
    const views = Array.isArray(kept.views) ? kept.views.filter((view) => typeof view?.name === 'string' && typeof view.filters === 'object' && view.filters !== null) : [];
    return { columns, views: views.map(({ name, filters }) => ({ name, filters: { ...noFilters(), ...filters, codes: { ...filters.codes } } })) };
  } catch {
    return { columns: null, views: [] };
  }
}
export function keepTaste(store: Pick<Storage, 'setItem'>, user: string, type: string, taste: ListTaste): void {
  store.setItem(key(user, type), JSON.stringify(taste));
}
/// A view of the same name is replaced; the newest stands first.
export const withView = (views: SavedView[], view: SavedView): SavedView[] => [view, ...views.filter((one) => one.name !== view.name)].slice(0, viewsMax);
/// A phone or identity number typed into the search is personal: it is not kept on the machine.
export const keepable = (filters: Filters): Filters => ({ ...filters, codes: { ...filters.codes }, search: /^[\d\sXx+-]{7,}$/.test(filters.search.trim()) ? '' : filters.search });
