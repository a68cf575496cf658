/// The duty roster as the server sends it and asks for it.
import type { PlaceCode, RecordView } from './wire';

/// '1' leads on call, '2' leads on site, '3' keeps duty, '4' drives or stands by.
export type DutyRole = '1' | '2' | '3' | '4';
export interface DutyTurn {
  turn: string;
  version: number;
  state: 'planned' | 'swap_asked' | 'swap_accepted' | 'signed_in' | 'cancelled';
  post: string;
  post_name: string;
  holder_name: string;
  duty_role: DutyRole;
  signed_in_at: string | null;
  absent: boolean;
  swap_with: string | null;
  swap_with_name: string | null;
  swap_reason: string | null;
  swap_answer: string | null;
  own: boolean;
  /// The caller's post is asked to take it and has not answered.
  may_answer: boolean;
  may_decide: boolean;
}
export interface DutyShiftHead {
  id: string;
  version: number;
  state: 'planned' | 'running' | 'handed_over' | 'cancelled';
  area: PlaceCode;
  area_name: string;
  starts_at: string;
  ends_at: string;
  phone: string;
  note: string | null;
  handover_note: string | null;
  handed_over_at: string | null;
  handed_over_to_name: string | null;
  open_matters: number | null;
}
export interface DutyShift extends DutyShiftHead {
  staff: DutyTurn[];
}
export interface DutyNode {
  place: PlaceCode;
  name: string;
  level: number;
  shift: DutyShift | null;
  next?: DutyShift | null;
}
export interface DutyOwn {
  shift: DutyShiftHead;
  turn: DutyTurn;
}
export interface DutyNow {
  as_of: string;
  place: PlaceCode;
  place_name: string;
  nodes: DutyNode[];
  gaps: number;
  own: DutyOwn[];
  /// Accepted by the taker, to be decided.
  swaps: DutyOwn[];
  /// What the caller's own post is asked to take.
  asked: DutyOwn[];
  absent: number;
}
export interface DutyLoad {
  post: string;
  post_name: string;
  turns: number;
  weighted: number;
}
/// A public holiday, or a weekend day that is worked.
export interface SpecialDay {
  date: string;
  day_kind: 'holiday' | 'workday';
  name: string;
}
export interface DutyCalendar {
  place: PlaceCode;
  place_name: string;
  from: string;
  days: number;
  shifts: DutyShift[];
  load: DutyLoad[];
  special_days: SpecialDay[];
}
export interface DutyDetail {
  as_of: string;
  shift: DutyShift;
  log: RecordView[];
  open: RecordView[];
  escalations: number;
  follows: DutyShiftHead | null;
  next: DutyShift | null;
  may_hand_over: boolean;
  may_cancel: boolean;
  may_change: boolean;
  may_log: boolean;
}
export interface DutyCandidate {
  post: string;
  name: string;
  holder_name: string;
  role: string;
  place: PlaceCode;
  place_name: string;
  turns: number;
}
export interface DutyAsked {
  place: PlaceCode;
  from: string;
  days: number;
  start_minute: number;
  hours: number;
  leaders: string[];
  duty_leaders: string[];
  officers: string[];
  officers_per_shift: number;
}
export interface DutySeat {
  post: string;
  duty_role: DutyRole;
}
export interface DutyProposal {
  shifts: { starts_at: string; ends_at: string; staff: (DutySeat & { post_name: string })[] }[];
  load: { post: string; post_name: string; before: number; after: number }[];
}
