/// Filters shared with an area: records of the type saved_query, for lists and for addressing orders.
import { type RecordType, type RecordView, textOf, uuid7, whereAll, whereText } from '@fangxian/core';
import { api } from './app';
import { type Filters, keepable, noFilters } from './views';

export const sharedType = 'saved_query';
const most = 100;

/// The shared filters one may use; of one record type, or of all.
export async function readShared(ofType?: string): Promise<RecordView[]> {
  const { items } = await api.records(sharedType, { state: 'kept', where: ofType ? whereAll({ of_type: ofType }) : undefined, limit: most });
  return items;
}

/// What the server is asked for with these filters.
export function queryOf(shape: RecordType | undefined, { search, place, state, sort, codes, also }: Filters) {
  const typed = shape && whereText(shape, search);
  const further = typed && also ? { all: [typed, also.where] } : (typed ?? also?.where);
  return { place: place ?? undefined, where: whereAll(codes, further), state, sort };
}

/// As a bulk filter. What looks like a telephone or identity number was typed to find one person, and stays here.
export function sharedFilter(shape: RecordType | undefined, filters: Filters): string {
  const { place, where, state } = queryOf(shape, keepable(filters));
  return JSON.stringify({ ...(place ? { place } : {}), ...(state ? { state } : {}), ...(where ? { where: JSON.parse(where) as object } : {}) });
}
/// A record of one's own: the same again is the same record.
export const share = (ofType: string, name: string, filter: string) => api.create(sharedType, { id: uuid7(), fields: { name, of_type: ofType, filter } });

/// Back into a list's filters: what its choices can show is set there, the rest stays together under the filter's name.
export function filtersOf(record: RecordView, shown: string[]): Filters {
  const { place, state, where } = JSON.parse(textOf(record, 'filter')) as { place?: string; state?: string; where?: Record<string, unknown> };
  const filters: Filters = { ...noFilters(), place: place ?? null, state: state ?? '' };
  const rest: object[] = [];
  for (const part of where && Array.isArray(where['all']) ? (where['all'] as Record<string, unknown>[]) : where ? [where] : []) {
    const [field, code] = (Array.isArray(part['eq']) ? part['eq'] : []) as [string?, unknown?];
    if (field && typeof code === 'string' && shown.includes(field) && !filters.codes[field]) filters.codes[field] = code;
    else rest.push(part);
  }
  if (rest.length > 0) filters.also = { name: textOf(record, 'name'), where: rest.length === 1 ? rest[0]! : { all: rest } };
  return filters;
}
