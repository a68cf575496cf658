/// The shapes the server speaks. Places are text (12 digits a division, 15 a group), instants RFC 3339 text.

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
  catalogue_version: string;
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
  responsible?: Answerable | Answerable[] | null;
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
  title: string;
  house_code?: string | null;
  due_at?: string | null;
  overdue?: boolean;
  responsible?: Answerable | null;
}

export interface Heat {
  periods: Period[];
  rows: { place: PlaceCode; name: string; cells: ({ period: string } & Partial<Figures>)[] }[];
}

export type Fields = Record<string, unknown>;

export interface RecordView {
  id: string;
  type?: string;
  place?: PlaceCode;
  place_name?: string;
  state?: string | null;
  version: number;
  title?: string;
  made_at?: string;
  changed_at?: string;
  made_by?: string | { post?: string; post_name?: string; name?: string } | null;
  fields: Fields;
}

export interface HistoryEntry {
  sequence: number;
  version: number;
  at: string;
  action: string;
  post?: string;
  post_name?: string;
  user?: string;
  user_name?: string;
  body?: Fields;
  fields?: Fields;
}

export interface Effect {
  what: string;
  type: string;
  id: string;
  label?: string | { zh: string; en: string };
  due_at?: string | null;
}

export interface Saved {
  id: string;
  version: number;
  sequence?: number;
  leaf?: string;
  head?: JournalHead;
  effects?: Effect[];
}

export interface JournalHead {
  county?: string;
  year?: number;
  size: number;
  root: string;
  at?: string;
  signature?: string;
}

export interface FieldTask {
  type: string;
  period: string;
  due_at: string | null;
  state: 'open' | 'done' | 'late' | 'overdue';
  subject?: string;
  label?: string;
}

export interface FieldHousehold {
  id: string;
  place: PlaceCode;
  place_name?: string;
  house_code?: string | null;
  address?: string | null;
  head_name?: string | null;
  phone_masked?: string | null;
  persons: number;
  tasks: FieldTask[];
}

export interface FieldDay {
  post: Role;
  place: PlaceDetail | PlaceNode | PlaceCode;
  periods: Period[];
  households: FieldHousehold[];
  next: string | null;
}

export interface FieldDetail {
  household: RecordView;
  persons: RecordView[];
  tasks: FieldTask[];
  last_screening?: RecordView | null;
}

export interface PushItem {
  type: string;
  id: string;
  stated_at: string;
  fields: Fields;
  command?: string;
  base_version?: number;
}

export type PushStatus = 'created' | 'repeat' | 'changed' | 'merged' | 'conflict' | 'quarantined';

export interface PushResult {
  id: string;
  status: PushStatus;
  version?: number;
  sequence?: number;
  problem?: import('./problem').Problem;
  problems?: import('./problem').Problem[];
  effects?: Effect[];
}

export interface QuarantineItem {
  id: string;
  received_at: string;
  type: string;
  record: string;
  kind: 'bad' | 'conflict';
  state: 'open' | 'mended' | 'discarded';
  place?: PlaceCode;
  place_name?: string;
  post_name?: string;
  user_name?: string;
  body: Fields | string;
  current?: Fields | null;
  problem: import('./problem').Problem;
}

export interface TrueCoverage {
  reported: number;
  sampled: number;
  agreed: number;
  estimate: number | null;
  low: number | null;
  high: number | null;
  method: string;
}

export interface ImportReport {
  id: string;
  kind?: string;
  columns: { column: string; field?: string | null; label?: string }[] | string[];
  good: number;
  bad: number;
  sample: { row: number; problem: import('./problem').Problem }[];
}

export interface Account {
  id: string;
  username: string;
  name: string;
  disabled?: boolean;
  last_sign_in_at?: string | null;
  must_change_password?: boolean;
  posts?: Role[];
}
