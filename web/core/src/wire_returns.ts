/// Returns as the server sends them. `null` = no answer.
import type { Label } from './catalogue';
import type { PlaceCode } from './wire';

/// A return (报表): a table that a superior asks for, counted from records.
export interface ReturnName {
  name: string;
  label: Label;
  source: Label;
  cells: number;
  versions: string[];
}
export interface ReturnCell {
  name: string;
  how: 'count' | 'total' | 'latest' | 'duty' | 'sum' | 'percent' | 'highest';
  label: Label;
  hint?: Label;
  group?: Label;
  /// count, total, latest: the records behind the figure.
  type?: string;
  state?: string;
  where?: unknown;
  /// duty: the list of coverage behind it.
  duty?: string;
  status?: 'expected' | 'fulfilled' | 'late' | 'missing';
  periods?: { id: string; label: string }[];
  /// duty: only the subjects that records of this type name.
  among?: string;
  /// highest: a figure is one of these codes.
  codes?: { code: string; label: Label }[];
  /// sum, percent: names of cells, with - before one that is subtracted.
  terms?: string[];
}
export type ReturnFigure = number | string | null;
export interface ReturnLine {
  place: PlaceCode;
  name: string;
  level: number;
  figures: ReturnFigure[];
}
export interface ReturnSheet {
  return: string;
  label: Label;
  source: Label;
  version: string;
  note?: Label;
  versions: string[];
  place: PlaceCode;
  name: string;
  date: string;
  /// The first day counted; the same as `date` unless several days are.
  since: string;
  as_of: string;
  cells: ReturnCell[];
  /// Cells that say something happened: a nil report has none above 0.
  events: string[];
  node: ReturnLine;
  children: ReturnLine[];
  /** What stands at the place itself and at none of its parts; null where that is nothing. */
  own: ReturnLine | null;
}

/// Two mappings of one return; `a` is null when nothing is installed under the name. A removed cell is described as `a` had it.
export interface ReturnComparison {
  return: string;
  label: Label;
  place: PlaceCode;
  name: string;
  date: string;
  as_of: string;
  a: { version: string; note?: Label } | null;
  b: { version: string; note?: Label };
  /** What of the return itself differs: label, source, roles, events. */
  members: string[];
  cells: { name: string; change: 'same' | 'added' | 'removed' | 'changed'; members: string[]; cell: ReturnCell; a: ReturnFigure; b: ReturnFigure; differs: boolean }[];
  /** Of each part the figures before and after, in the order of the cells. */
  parts: { place: PlaceCode; name: string; a: ReturnFigure[]; b: ReturnFigure[] }[];
}
/// A mapping that is not installed: its mistakes, or what it counts beside what is in force.
export interface ReturnTrial {
  mistakes: { line: number; cell: string; mistake: string; what: Label; remedy: Label }[];
  built_in: boolean;
  comparison: ReturnComparison | null;
}
/// Forms that were not asked for: of each day the units that owe a daily report, by the returns that need no hand.
export interface SparedForms {
  since: string;
  until: string;
  days: number;
  forms: number;
  today: { units: number; returns: number; forms: number };
}

/// A unit's daily report of one day. `due` and `missing`: nothing signed, before and after the cut-off.
export interface DailyReport {
  own: boolean;
  unit: string;
  unit_name: string;
  place: PlaceCode;
  place_name: string;
  /// not_owed: a day that is not the unit's by its calendar.
  state: 'due' | 'missing' | 'signed' | 'returned' | 'approved' | 'not_owed';
  due_at: string | null;
  /// Code of report_calendar.
  calendar: string;
  /// The first day that the report of this day covers; null when none is owed.
  since: string | null;
  /// When the unit reports next.
  next: string | null;
  late: boolean;
  report: SignedReport | null;
}
export interface SignedReport {
  id: string;
  version: number;
  signed_at: string;
  nil: boolean;
  matters: string;
  reason: string;
  return_reason: string;
  sites_checked: number | null;
  publicity: number | null;
  figures: { cell: string; value?: string }[];
}
export interface ReportBody {
  command: string;
  unit: string;
  date: string;
  nil_declared: boolean;
  base_version: number;
  sites_checked?: number | null;
  publicity?: number | null;
  matters?: string;
  reason?: string;
}
