/// Situation reports as the server sends them. `null` = no answer.
import type { Label } from './catalogue';
import type { PlaceCode } from './wire';

export interface SituationHead {
  /// Empty for one that was only counted.
  id: string;
  version: number;
  place: PlaceCode;
  place_name: string;
  day: string;
  /// Of the area and day, from 1.
  number: number;
  as_of: string;
  by_clock: boolean;
  state: '' | 'made' | 'issued' | 'withdrawn';
  issued_at: string | null;
  issued_by: string;
}
/// What is counted; `return` and `cell` name the return that lists the records behind it, empty where none does.
export interface SituationItem {
  item: string;
  label: Label;
  /// In per cent.
  share: boolean;
  return: string;
  cell: string;
}
export interface SituationFigure extends SituationItem {
  value: number | null;
  of: number | null;
  yesterday: number | null;
  above: number | null;
  /// What the records say today, when that was asked for.
  now?: number | null;
}
export interface SituationTrend extends SituationItem {
  points: { day: string; value: number | null }[];
}
/// A place directly below; without a place, the others together.
export interface SituationPlace {
  place: PlaceCode | null;
  name: string;
  screened: number | null;
  screening_owed: number | null;
  reported: number | null;
  reports_owed: number | null;
}
export interface SituationListed {
  id: string;
  name: string;
  place: PlaceCode;
  place_name: string;
  value: number | null;
  of: number | null;
}
export interface Situation extends SituationHead {
  judgement: string;
  withdraw_reason: string;
  /// "<year> <entries> <root>"
  journal_head: string;
  full_name: string;
  above: { place: PlaceCode; name: string } | null;
  figures: SituationFigure[];
  trend: SituationTrend[];
  coverage: SituationPlace[];
  missing: SituationListed[];
  orders: SituationListed[];
  escalations: SituationListed[];
}
