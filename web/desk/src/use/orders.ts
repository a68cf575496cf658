/// Orders: how they stand, what may be done with them, what leaves the desk as text.
import { type OrderProgress, type RecordView, fullDateTime, textOf } from '@fangxian/core';
import { i18n } from '../i18n';
import { api, locale } from './app';
import { codeName } from './words';

/// Steps of a receipt, from the last to the first: the order in which a bar fills.
export const stepsDone = ['verified', 'reported', 'acting', 'acknowledged', 'delivered', 'issued'] as const;
export const stepTone: Record<string, string> = { verified: 'done', reported: 'done', acting: 'late', acknowledged: 'late', delivered: '', issued: '' };

/// What has come to this screen has been delivered; a receipt that stands further already stays where it is.
export function deliver(receipts: RecordView[]): void {
  for (const receipt of receipts) if (receipt.state === 'issued') void api.answerOrder(receipt, 'deliver').catch(() => undefined);
}

export const share = (progress: OrderProgress, step: (typeof stepsDone)[number]): string => `${progress.addressed > 0 ? (100 * progress[step]) / progress.addressed : 0}%`;

/// For a chat group: what is to be done and by when, and where to answer. The address opens only for who signs in.
export function orderText(order: RecordView, issuer: string): string {
  const { t } = i18n.global;
  const due = (field: string, text: string): string[] => (order.fields[field] ? [t(text, { at: fullDateTime(textOf(order, field), locale.value) })] : []);
  return [
    `【${codeName('urgency', order.fields['urgency'])}】${textOf(order, 'subject')}`,
    textOf(order, 'body'),
    ...due('acknowledge_by', 'orders.acknowledgeBy'),
    ...due('report_by', 'orders.reportBy'),
    issuer,
    `${location.origin}/#/orders/${order.id}`,
  ].join('\n');
}
