import { describe, expect, it } from 'vitest';
import { type RecordView, afterStep, attachmentsOf, fileSize } from '../src';

const receipt = (state: string, fields = {}): RecordView => ({ id: 'r', type: 'order_receipt', version: 3, state, fields }) as unknown as RecordView;

describe('an order answered before the server knows', () => {
  it('stands where its steps lead, at the version the server gave', () => {
    const done = afterStep(afterStep(afterStep(receipt('delivered'), 'acknowledge'), 'act'), 'report', { report: '已办' });
    expect(done).toMatchObject({ state: 'reported', version: 3, fields: { report: '已办' } });
  });
  it('is left as it is where the step can no longer be taken', () => {
    for (const state of ['reported', 'verified', 'lapsed']) expect(afterStep(receipt(state), 'acknowledge').state).toBe(state);
    expect(afterStep(receipt('delivered'), 'report', { report: 'x' }).fields).toEqual({});
    expect(afterStep(receipt('issued'), 'nothing such').state).toBe('issued');
  });
});

describe('files of an order', () => {
  it('are those it has, with a size one can read', () => {
    expect(attachmentsOf(receipt('issued', { attachment: 'a', attachment_3: 'c' }))).toEqual([{ name: 'attachment', id: 'a' }, { name: 'attachment_3', id: 'c' }]);
    expect([1, 312_400, 999_499, 4_812_000, 5_000_000].map(fileSize)).toEqual(['1 KB', '312 KB', '999 KB', '4.8 MB', '5 MB']);
  });
});
