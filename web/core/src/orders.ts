/// Orders, as desk and phone alike read them.
import type { RecordView } from './wire';

/// The duties that an order makes for every post it is addressed to.
export const orderDuties = ['order_acknowledgement', 'order_report', 'order_verification'];

export const inForce = (order: RecordView): boolean => order.state === 'issued';
export const textOf = (record: Pick<RecordView, 'fields'>, field: string): string => String(record.fields[field] ?? '');

/// The deadline that a receipt stands before: to acknowledge, then to report; nothing once it is answered.
export function deadline(receipt: RecordView): { what: 'acknowledge' | 'report'; at: string } | null {
  if (receipt.state === 'issued' || receipt.state === 'delivered') return { what: 'acknowledge', at: textOf(receipt, 'acknowledge_by') };
  if ((receipt.state === 'acknowledged' || receipt.state === 'acting') && receipt.fields['report_by']) return { what: 'report', at: textOf(receipt, 'report_by') };
  return null;
}
/// What an order asks of its receipt's post; of one no longer in force nothing.
export const asked = (order: RecordView, receipt: RecordView): ReturnType<typeof deadline> => (inForce(order) ? deadline(receipt) : null);
export const isOverdue = (at: string, now: number): boolean => at !== '' && Date.parse(at) < now;
