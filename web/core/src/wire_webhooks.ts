/// Webhooks as the server sends them: api_webhooks.cpp and webhooks.cpp.
import type { Label } from './catalogue';
import type { RecordView } from './wire';

/// Why a message did not arrive, in both languages.
export interface WebhookProblem extends Label {
  number: string;
}
export interface WebhookDelivery {
  /// Null where nobody counts it: outside the running server.
  waiting: number | null;
  delivered: number;
  given_up: number;
  /// Failed in a row.
  attempts: number;
  next_at: string | null;
  last_at: string | null;
  delivered_at: string | null;
  last_status: number;
  problem: WebhookProblem | null;
}
export interface WebhookView {
  webhook: RecordView;
  area_name: string;
  delivery: WebhookDelivery;
}
/// A test message and what the gateway said to it; status 0 is no answer.
export interface WebhookTried {
  delivered: boolean;
  status: number;
  answer_ms: number;
  problem: WebhookProblem | null;
}
