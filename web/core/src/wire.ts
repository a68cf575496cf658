/// The shapes the server speaks. Places are text (12 digits a division, 15 a group), instants RFC 3339 text.

export type * from './wire_duty';
export type * from './wire_field';
export type * from './wire_orders';
export type * from './wire_response';
export type * from './wire_situation';
export type * from './wire_returns';
export type PlaceCode = string;

export interface Role {
  id: string;
  name: string;
  role: string;
  place: PlaceCode;
  place_name: string;
  level: number;
}

export interface Session {
  user: { id: string; username: string; name: string };
  post: Role | null;
  posts: Role[];
  csrf: string;
  must_change_password: boolean;
  county: PlaceCode;
  catalogue_version: string;
  now: string;
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface Answerable {
  post: string;
  post_name: string;
  role?: string;
  holder_name?: string | null;
  phone_masked?: string | null;
}

export interface PlaceNode {
  place: PlaceCode;
  name: string;
  full_name?: string;
  level: number;
  kind?: string;
  has_children?: boolean;
}

export interface PlaceDetail extends PlaceNode {
  path: PlaceNode[];
  children: PlaceNode[];
  responsible: Answerable[];
}

export interface Figures {
  expected: number;
  fulfilled: number;
  late: number;
  missing: number;
  overdue: number;
}

export interface CoverageNode extends PlaceNode, Figures {
  responsible: Answerable[];
}

export interface Period {
  id: string;
  type?: string;
  label: string;
  area?: PlaceCode;
  opens_at: string;
  due_at: string;
  closed_at?: string | null;
  source?: string | null;
}

export interface Coverage {
  type: string;
  period: Period | null;
  as_of: string;
  node: CoverageNode;
  children: CoverageNode[];
}

export interface ListedSubject {
  subject: string;
  subject_type: string;
  place: PlaceCode;
  place_name: string;
  title?: string;
  house_code?: string;
  phone_masked?: string;
  due_at: string;
  overdue: boolean;
  responsible: Answerable[];
}

/// A node nobody answers for, and how many households stand under it.
export interface UncoveredNode {
  place: PlaceCode;
  name: string;
  households: number;
}

/// A period of a lower instance; its label stays there.
export interface RelayedPeriod extends Figures {
  id: string;
  type: string;
  area: PlaceCode;
  opens_at: string;
  due_at: string;
  closed_at: string | null;
}

/// A lower instance: what it last said, and how old that is by the server's clock. Nulls: it has never spoken.
export interface LowerSite {
  place: PlaceCode;
  name: string;
  standing: 'fresh' | 'stale' | 'silent';
  age_seconds: number | null;
  silent_for_seconds: number | null;
  known_at: string | null;
  received_at: string | null;
  sequence: number;
  period: RelayedPeriod | null;
}

export interface LowerSites {
  type: string;
  now: string;
  fresh_seconds: number;
  silent_seconds: number;
  items: LowerSite[];
}

export interface RelayedNode extends PlaceNode, Figures {}

/// How this site's own figures travel upward.
export interface UpstreamState {
  url: string;
  sequence: number;
  waiting: number;
  acknowledged_at: string | null;
  next_try: string | null;
  problem: { number: string; zh: string; en: string } | null;
}

export interface Heat {
  periods: Period[];
  rows: { place: PlaceCode; name: string; cells: ({ period: string } & Partial<Figures>)[] }[];
}

/// What was done in each hour of a round; an hour with both has a point for each.
export interface Timeline {
  period: Period;
  expected: number;
  points: { hour: string; on_time?: number; late?: number }[];
}

/// Boundaries of divisions as the site supplied them (GeoJSON).
export interface Boundaries {
  type: 'FeatureCollection';
  features: { type: 'Feature'; properties: { code?: string | number; adcode?: string | number }; geometry: object }[];
}

/// Somebody looked at identity in full, or took a list away.
export interface Access {
  id: string;
  at: string;
  username: string;
  name: string;
  post_name: string;
  action: 'unmask' | 'export';
  type: string;
  record: string | null;
  purpose: string;
}

export interface Device {
  record: RecordView;
  holder_name: string;
  seen_at: string | null;
  clock_offset_ms: number | null;
}

export type Fields = Record<string, unknown>;

export interface RecordView {
  id: string;
  type: string;
  place: PlaceCode;
  state?: string;
  version: number;
  made_at: string;
  changed_at: string;
  made_by: string;
  fields: Fields;
  /// Names of the fields shown masked.
  masked: string[];
}

export interface HistoryEntry {
  sequence: number;
  version: number;
  at: string;
  /// When it happened, by the server's clock.
  stated_at: string;
  /// How far the device's clock was ahead when it stated the time, where it was wrong.
  clock_offset_ms?: number;
  action: string;
  post: string;
  user: string;
  fields: Fields;
}

export interface Effect {
  what: string;
  type: string;
  id: string;
  due_at?: string;
}

export interface Saved {
  id: string;
  version: number;
  sequence: number;
  outcome: 'created' | 'changed' | 'merged' | 'repeat';
  effects: Effect[];
}

export interface JournalHead {
  county: string;
  year: number;
  size: number;
  root: string;
  at: string;
  signature: string;
  public_key: string;
}

export interface QuarantineItem {
  id: string;
  received_at: string;
  type: string;
  record: string;
  kind: 'bad' | 'conflict';
  post: string;
  state: 'open' | 'mended' | 'discarded';
  note: string;
  problems: import('./problem').Problem[];
  /// As sent; only its sender gets it.
  item?: { fields?: Fields };
}

export interface TrueCoverage {
  reported: number;
  drawn: number;
  open: number;
  unchecked: number;
  sampled: number;
  agreed: number;
  estimate: number;
  low: number;
  high: number;
  method: string;
}

export interface ImportReport {
  id: string;
  columns: { header: string; field: string }[];
  good: number;
  bad: number;
  zones: number;
  households: number;
  persons: number;
  sample: { row: number; zh: string; en: string }[];
}

/// Who may hold a post, by name.
export interface AccountName {
  id: string;
  username: string;
  name: string;
  disabled: boolean;
}

export interface Account {
  id: string;
  username: string;
  name: string;
  disabled: boolean;
  must_change_password: boolean;
  made_at: string;
  posts: string[];
}
