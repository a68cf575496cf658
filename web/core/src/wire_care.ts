/// Beds as the server tells of them.
import type { Label } from './catalogue';

export interface BedProposal {
  ward: string;
  facility: string;
  name: string;
  care_level: string;
  free: number;
  /// From home; null when a position is not known.
  km: number | null;
  reason: Label;
}
export interface LevelBeds {
  care_level: string;
  total: number;
  occupied: number;
  reserved: number;
  free: number;
}
export interface BedsNow {
  waiting: number;
  overdue: number;
  under_way: number;
  admitted: number;
  /// Times of those admitted within so many days; `taken` of them.
  days: number;
  taken: number;
  median_minutes: number | null;
  p90_minutes: number | null;
  levels: LevelBeds[];
}
