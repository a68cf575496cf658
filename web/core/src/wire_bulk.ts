/// Actions on many records at once.
import type { Fields } from './wire';

export interface BulkAction {
  type: string;
  move?: string;
  fields?: Fields;
}
export interface BulkItem {
  id: string;
  version: number;
}
/// The records named one by one, or all that the filter matches.
export type BulkChoice = { records: BulkItem[] } | { filter: { place?: string; state?: string; where?: object } };
export interface BulkStanding {
  state: string;
  fields: Fields;
}
export interface BulkRow {
  id: string;
  /// The version that was previewed.
  seen: number;
  /// The version after the change; absent when it was refused.
  version?: number;
  /// Why it was refused: an index into the problems.
  problem?: number;
  before?: BulkStanding;
  after?: BulkStanding;
}
export interface BulkProblem {
  number: string;
  name: string;
  field: string;
  zh: string;
  en: string;
  count: number;
}
export interface BulkOutcome {
  total: number;
  changed: number;
  refused: number;
  /// How many of the changed could be taken back.
  undoable: number;
  problems: BulkProblem[];
  rows: BulkRow[];
}
export interface BulkRun extends Partial<Omit<BulkOutcome, 'rows' | 'problems'>> {
  id: string;
  state: 'running' | 'unfinished' | 'done';
  at: string;
  action: Required<BulkAction>;
  undoes: string | null;
  undone_by: string | null;
  /// While it runs: how many are done.
  done?: number;
}
