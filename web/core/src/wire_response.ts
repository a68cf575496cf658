/// Plans and response levels as the server sends them. A label that says nothing is absent.
import type { Label } from './catalogue';
import type { PredicateJson } from './predicate';
import type { Fields, PlaceCode, RecordView } from './wire';
import type { OrderProgress } from './wire_orders';

export interface PlanLevel {
  level: string;
  days: number;
  /// Of posts that may declare it; empty or absent: all that may declare a response.
  roles?: string[];
  decided_by?: Label | null;
  legal_basis?: Label | null;
  /// The published rule in words; absent where an authority decides.
  when_text?: Label | null;
  when?: PredicateJson | boolean | null;
}
export interface PlanMeasure {
  measure: string;
  label?: Label | null;
  levels: string[];
  topic: string;
  urgency: string;
  body?: Label | null;
  /// Roles.
  owners: string[];
  resources?: Label | null;
  legal_basis?: Label | null;
  acknowledge_hours: number;
  report_hours?: number | null;
  report_asks?: Label | null;
  days?: number | null;
}
export interface Plan {
  plan: string;
  label?: Label | null;
  source?: Label | null;
  disease?: Label | null;
  scheme: string;
  /// Levels of places it is for, by name.
  areas: string[];
  /// Low to high.
  levels: PlanLevel[];
  measures: PlanMeasure[];
}

/// What is in force at a place by one scheme: its own, or that of a place above it.
export interface ResponseHere {
  scheme: string;
  plan_label?: Label | null;
  /// What everybody may know of it, without version and type.
  response: Pick<RecordView, 'id' | 'state' | 'fields'>;
  at: PlaceCode;
  at_name: string;
  own: boolean;
}
export interface ResponseBelow {
  place: PlaceCode;
  name: string;
  here: { scheme: string; level: string; id: string; ends_at: string }[];
  within: { scheme: string; level: string; count: number }[];
}
export interface ResponsesAt {
  as_of: string;
  place: PlaceCode;
  place_name: string;
  /// 3 county, 4 township, 5 village, 6 group.
  level: number;
  here: ResponseHere[];
  below: ResponseBelow[];
  /// Those that end soon and have not been looked at.
  due: number;
}

export interface MeasureNow {
  measure: RecordView;
  order: { id: string; state: string; progress: OrderProgress } | null;
}
export interface ResponseDetail {
  /// For whom it stands above: only what everybody may know, without version and type.
  response: RecordView;
  plan_label?: Label | null;
  area_name: string;
  declared_by: { post: string; name: string; place_name: string };
  previous: { id: string; level: string } | null;
  next: { id: string; level: string } | null;
  measures: MeasureNow[];
  /// Those that ended when it was declared.
  ended: MeasureNow[];
  left_out: { measure: string; label?: Label | null; reason?: string }[];
}

export interface MeasureOpening {
  measure: string;
  label?: Label | null;
  topic: string;
  urgency: string;
  body?: Label | null;
  owners: string[];
  addressed: number;
  vacant: number;
  roles: { role: string; count: number }[];
  acknowledge_by: string;
  report_by?: string | null;
  ends_at: string;
  resources?: Label | null;
  legal_basis?: Label | null;
  left_out?: string | null;
}
export interface MeasureContinuing {
  measure: string;
  id: string;
  subject: string;
  ends_at: string;
  new_ends_at: string;
}
export interface MeasureEnding {
  measure: string;
  id: string;
  subject: string;
  addressed: number;
}
export interface ResponseProblem {
  code: string | number;
  zh: string;
  en: string;
  field?: string | null;
}
export interface ResponsePreview {
  current: RecordView | null;
  /// Of `current` and its measures: a declaration made from an older one is refused.
  replaces_version?: number;
  judged: string | null;
  ends_at: string;
  decided_by?: Label | null;
  legal_basis?: Label | null;
  posts: number;
  opens: MeasureOpening[];
  continues: MeasureContinuing[];
  ends: MeasureEnding[];
  problems: ResponseProblem[];
}

/// What is changed of a plan's measure.
export interface Adjustment {
  /// Being left out is wanted; it counts once there is a reason.
  leaving?: boolean;
  left_out?: string;
  ends_at?: string | null;
}
export type Adjustments = Record<string, Adjustment>;
export type AdjustmentRow = { measure: string; left_out?: string; ends_at?: string } & Fields;
