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
/// Where each step that a post may take leads, and from where it may be taken.
const steps: Record<string, { from: string[]; to: string }> = {
  deliver: { from: ['issued'], to: 'delivered' },
  acknowledge: { from: ['issued', 'delivered'], to: 'acknowledged' },
  act: { from: ['acknowledged'], to: 'acting' },
  report: { from: ['acknowledged', 'acting'], to: 'reported' },
};
/// The receipt as it will be once the step has reached the server; unchanged where it can no longer be taken. The version
/// stays what the server has given.
export function afterStep(receipt: RecordView, step: string, fields: RecordView['fields'] = {}): RecordView {
  const move = steps[step];
  return move?.from.includes(receipt.state ?? '') ? { ...receipt, state: move.to, fields: { ...receipt.fields, ...fields } } : receipt;
}

/// Names of the fields of an order that hold a file.
export const attachmentFields = ['attachment', 'attachment_2', 'attachment_3'] as const;
export const attachmentsOf = (order: RecordView): { name: string; id: string }[] => attachmentFields.filter((name) => order.fields[name]).map((name) => ({ name, id: textOf(order, name) }));

export const isOverdue = (at: string, now: number): boolean => at !== '' && Date.parse(at) < now;
