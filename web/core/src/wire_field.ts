/// What a phone and the server say to each other.
import type { Problem } from './problem';
import type { Effect, Fields, Period, PlaceCode, RecordView } from './wire';

export interface FieldTask {
  type: string;
  period: string;
  /// The record that opened the period: for a screening, its round.
  source: string;
  label: string;
  subject: string;
  due_at: string;
  state: 'open' | 'done' | 'late' | 'overdue';
}

export interface Member {
  id: string;
  name: string;
  sex: string;
  birth_date: string | null;
  relation_to_head: string;
  residence_type: string;
  id_number_masked: string;
  phone_masked: string;
  tasks: FieldTask[];
}

export interface FieldHousehold {
  id: string;
  place: PlaceCode;
  house_code: string;
  address: string;
  head_name: string;
  house_use: string;
  phone_masked: string;
  persons: Member[];
  tasks: FieldTask[];
}

export interface FieldDetail extends FieldHousehold {
  version: number;
  screenings: RecordView[];
}

/// A phone made known to the server, and its share of the key to what the phone keeps (32 bytes, base64).
export interface Registration {
  device: string;
  storage_key: string;
  server_time: string;
}

/// What changed for this post since `cursor`.
export interface SyncPage {
  /// Throw away what is held for this post before reading on.
  reset: boolean;
  households: FieldHousehold[];
  removed: string[];
  /// Those that are open. Tasks of any other are over.
  periods: Period[];
  next: string;
  more: boolean;
  total?: number; // of all households, with the first page
  server_time: string;
}

export interface PushBody {
  device: string;
  items: PushItem[];
  /// The number of the batch on its device, from 1; a batch sent again keeps its number.
  sequence?: number;
  /// How far the device's clock is ahead of the server's.
  device_offset_ms?: number;
}

export interface PushAnswer {
  results: PushResult[];
  /// The greatest number the server has seen of this device: more than its own when the phone went back to an old backup.
  device?: { sequence: number };
}

export interface PushItem {
  type: string;
  id: string;
  /// Left out where the server's clock decides, as it does for answers to an order.
  stated_at?: string;
  /// As known when it was made, where the clock was wrong.
  device_offset_ms?: number;
  fields: Fields;
  command?: string;
  base_version?: number;
  /// The move that it makes, where it makes one.
  transition?: string;
  /// The refused entry of the same sender that this one replaces.
  mends?: string;
}

export type PushStatus = 'created' | 'repeat' | 'changed' | 'merged' | 'conflict' | 'quarantined';

export interface PushResult {
  id: string;
  status: PushStatus;
  version?: number;
  sequence?: number;
  problems?: Problem[];
  effects?: Effect[];
}
