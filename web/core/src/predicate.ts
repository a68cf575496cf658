/// Predicates of the catalogue, as src/catalog/predicate.hpp: a comparison with an absent value is false, `not` of it
/// true; a `codes` value equals, and is in, when one of its codes is.
import type { Fields } from './wire';

type Operand = string | number | boolean | null | { field: string };
export type PredicateJson =
  | { all: PredicateJson[] }
  | { any: PredicateJson[] }
  | { not: PredicateJson }
  | { eq: [string, Operand] }
  | { in: [string, Operand[]] }
  | { range: [string, Operand, Operand] }
  | { present: string };

const absent = (value: unknown): boolean => value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

export function holds(predicate: PredicateJson | boolean | null | undefined, values: Fields): boolean {
  if (predicate === null || predicate === undefined) return true;
  if (typeof predicate === 'boolean') return predicate;
  if ('all' in predicate) return predicate.all.every((part) => holds(part, values));
  if ('any' in predicate) return predicate.any.some((part) => holds(part, values));
  if ('not' in predicate) return !holds(predicate.not, values);
  if ('present' in predicate) return !absent(values[predicate.present]);
  const operand = (wanted: Operand): unknown => (typeof wanted === 'object' && wanted !== null ? values[wanted.field] : wanted);
  if ('eq' in predicate) return matches(values[predicate.eq[0]], operand(predicate.eq[1]));
  if ('in' in predicate) return predicate.in[1].some((wanted) => matches(values[predicate.in[0]], operand(wanted)));
  const [field, from, to] = predicate.range;
  return inRange(values[field], from === null ? null : [operand(from)], to === null ? null : [operand(to)]);
}

function matches(value: unknown, wanted: unknown): boolean {
  if (absent(value) || absent(wanted)) return false;
  return Array.isArray(value) ? value.includes(wanted) : value === wanted || same(value, wanted);
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/// One instant written with two offsets, one id in two cases.
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'string' || typeof b !== 'string') return false;
  if (uuid.test(a) && uuid.test(b)) return a.toLowerCase() === b.toLowerCase();
  return instant.test(a) && instant.test(b) && Date.parse(a) === Date.parse(b);
}

/// A bound that is asked for but absent is never met.
function inRange(value: unknown, from: [unknown] | null, to: [unknown] | null): boolean {
  if (absent(value)) return false;
  const above = from === null || (!absent(from[0]) && rank(value) >= rank(from[0]));
  return above && (to === null || (!absent(to[0]) && rank(value) <= rank(to[0])));
}

/// Numbers as they are; dates and instants by their time.
function rank(value: unknown): number {
  if (typeof value === 'number') return value;
  const time = Date.parse(String(value));
  return Number.isNaN(time) ? Number(value) : time;
}
