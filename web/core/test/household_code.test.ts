import { expect, it } from 'vitest';
import { householdInQr, householdQr, householdShortCode, readShortCode } from '../src';

const id = '01700a5c-8d2f-7abc-9def-0123453f2a91';

it('a household\'s QR code names the household, and no other code does', () => {
  expect(householdInQr(householdQr(id))).toBe(id);
  expect(householdInQr(` FX:H:${id.toUpperCase()}\n`)).toBe(id);
  for (const other of ['', id, `fx:p:${id}`, 'fx:h:', 'fx:h:1', `fx:h:${id}0`, 'https://example.org/fx:h:1', `x fx:h:${id}`]) expect(householdInQr(other)).toBeNull();
});

it('the short code is the random end of the id, however it is typed', () => {
  expect(householdShortCode(id)).toBe('453F-2A91');
  for (const typed of ['453F-2A91', '453f2a91', ' ４５３ｆ－２ａ９１ ']) expect(readShortCode(typed)).toBe('453F-2A91');
  for (const typed of ['', '453F', '453F-2A9G', '453F-2A91-0']) expect(readShortCode(typed)).toBeNull();
});
