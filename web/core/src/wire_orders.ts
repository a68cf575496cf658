/// Orders as the server sends them.
import type { PlaceCode, RecordView } from './wire';

/// Receipts of an order by the step they stand at; the overdue counts are 0 once it is no longer in force.
export interface OrderProgress {
  addressed: number;
  issued: number;
  delivered: number;
  acknowledged: number;
  acting: number;
  reported: number;
  verified: number;
  /// Beside the steps, and not among those addressed: the post ended, or the order no longer means it.
  lapsed?: number;
  unacknowledged: number;
  unreported: number;
  acknowledge_overdue: number;
  report_overdue: number;
}
export interface OrderIssuer {
  post: string;
  name: string;
  place: PlaceCode;
  place_name: string;
}
export interface ReceivedOrder {
  receipt: RecordView;
  order: RecordView;
  issuer: OrderIssuer;
}
export interface IssuedOrder {
  order: RecordView;
  issuer: OrderIssuer;
  progress: OrderProgress;
}
export interface OrderReceiptAt {
  post_name: string;
  holder_name: string;
  phone_masked: string;
  vacant: boolean;
  receipt: RecordView;
}
export interface OrderDetail {
  as_of: string;
  order: RecordView;
  issuer: OrderIssuer;
  place: PlaceCode;
  place_name: string;
  progress: OrderProgress;
  children: { place: PlaceCode; name: string; progress: OrderProgress }[];
  /// The receipts that stand at `place` itself.
  here: OrderReceiptAt[];
  own: RecordView | null;
  carries_out: { id: string; subject: string } | null;
  superseded_by: { id: string; subject: string } | null;
  passed_on: { id: string; subject: string; state: string; place: PlaceCode; place_name: string; addressed: number }[];
}
export interface OrderPreview {
  addressed: number;
  roles: { role: string; count: number }[];
  vacant_count: number;
  vacant: { post: string; name: string; place: PlaceCode; place_name: string }[];
  conflicts: { posts: number; order: RecordView; issuer: OrderIssuer }[];
}
export interface OrdersWaiting {
  acknowledge: number;
  acknowledge_overdue: number;
  report: number;
  report_overdue: number;
  verify: number;
  escalations: number;
}
