import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults } from './axe';
import { atWork, newPhone, onDisk, unlock } from './phone';
import { base, newPage, openBrowser, people, picture, signIn } from './stage';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const read = async <T>(page: Page, path: string): Promise<T> => (await page.request.get(base() + path)).json() as Promise<T>;
async function send(page: Page, path: string, data: object): Promise<{ id: string; version: number }> {
  const { csrf } = await read<{ csrf: string }>(page, '/api/session');
  const answer = await page.request.post(base() + path, { headers: { 'X-CSRF-Token': csrf }, data });
  expect(answer.status(), await answer.text()).toBeLessThan(300);
  return answer.json() as Promise<{ id: string; version: number }>;
}
/// Version 7, as the server asks of what a device makes.
function id7(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
async function issued(page: Page, post: string, subject: string): Promise<string> {
  const fields = { subject, topic: '1', urgency: '1', body: '今日逐户核对门牌。', addressees: [{ post }], acknowledge_by: inHours(2), report_by: inHours(8) };
  return (await send(page, '/api/records/order', { id: id7(), fields })).id;
}
async function withdrawn(page: Page, order: string): Promise<void> {
  const { version } = await read<{ version: number }>(page, `/api/records/order/${order}`);
  await send(page, `/api/records/order/${order}/moves/withdraw`, { command: id7(), base_version: version, fields: { end_reason: '演练结束' } });
}
interface Received {
  order: { id: string };
  receipt: { id: string; state: string; fields: Record<string, string> };
}
const receiptOf = async (page: Page, order: string): Promise<Received['receipt']> =>
  (await read<{ items: Received[] }>(page, '/api/orders?box=received&limit=200')).items.find((one) => one.order.id === order)!.receipt;

describe('an order on a phone without a network', () => {
  it('is read, acknowledged and reported on there, also after the app was closed, and arrives once', async () => {
    const desk = await newPage(browser, 'desk');
    await signIn(desk.page, people().officer);
    await desk.page.locator('nav.side').waitFor({ state: 'attached' });
    const phone = await newPhone(browser);
    const first = await atWork(phone);
    const post = (await read<{ post: { id: string } }>(first, '/api/session')).post.id;
    const subject = '逐户核对门牌';
    const order = await issued(desk.page, post, subject);
    try {
      await first.goto(`${base()}/field/#/orders`);
      await first.locator('[data-order]', { hasText: subject }).waitFor();
      await phone.context.setOffline(true);
      await first.close();

      const page = await phone.open();
      const wrong: string[] = [];
      page.on('pageerror', (error) => wrong.push(error.message));
      await unlock(page);
      await page.locator('[data-notice=orders]').waitFor();
      await page.goto(`${base()}/field/#/orders`);
      const card = page.locator('[data-order]', { hasText: subject });
      await page.locator('[data-offline]', { hasText: '没有网络' }).waitFor();
      expect(await card.innerText()).toContain('今日逐户核对门牌');
      await card.locator('[data-acknowledge]').click();
      await card.locator('[data-unsent]').waitFor();
      await card.locator('[data-act]').click();
      await card.locator('textarea').fill('已核对 41 户，改正门牌 2 处。');
      expect(await faults(page)).toEqual([]);
      await picture(page, 'field-orders-offline');
      // What was typed outlasts the app.
      await page.waitForTimeout(300);
      await page.close();
      const again = await phone.open();
      await unlock(again);
      await again.locator('[data-household]').first().waitFor();
      await again.goto(`${base()}/field/#/orders`);
      const same = again.locator('[data-order]', { hasText: subject });
      await same.locator('[data-unsent]').waitFor();
      expect(await same.locator('textarea').inputValue()).toBe('已核对 41 户，改正门牌 2 处。');
      await same.locator('[data-report]').click();
      await again.locator('[data-order=reported]', { hasText: subject }).locator('[data-unsent]').waitFor();
      expect(await same.locator('button').count()).toBe(0);
      const disk = await onDisk(again);
      for (const secret of ['逐户核对', '41 户']) expect(disk).not.toContain(secret);
      await again.goto(`${base()}/field/#/outbox`);
      await again.locator('[data-entry=waiting]').first().waitFor();
      expect(await again.locator('[data-entry=waiting]', { hasText: subject }).count()).toBe(3);
      await picture(again, 'field-outbox-orders');

      await phone.context.setOffline(false);
      await again.locator('[data-entry=waiting]').first().waitFor({ state: 'detached' });
      expect(await again.locator('[data-entry=sent]', { hasText: subject }).count()).toBe(3);
      await again.goto(`${base()}/field/#/orders`);
      await again.locator('[data-order=reported]', { hasText: subject }).waitFor();
      expect(await same.locator('[data-unsent], [data-held]').count()).toBe(0);
      const receipt = await receiptOf(again, order);
      expect([receipt.state, receipt.fields['report']]).toEqual(['reported', '已核对 41 户，改正门牌 2 处。']);
      const { items } = await read<{ items: { action: string }[] }>(desk.page, `/api/records/order_receipt/${receipt.id}/history`);
      expect(items.map(({ action }) => action).filter((action) => /acknowledge|act|report/.test(action)).sort()).toEqual(['move:acknowledge', 'move:act', 'move:report']);
      expect([...wrong, ...desk.complaints]).toEqual([]);
    } finally {
      await withdrawn(desk.page, order);
      await phone.context.close();
    }
  });

  it('that was withdrawn meanwhile says so when the answer arrives, and keeps what was written', async () => {
    const desk = await newPage(browser, 'desk');
    await signIn(desk.page, people().officer);
    await desk.page.locator('nav.side').waitFor({ state: 'attached' });
    const phone = await newPhone(browser);
    const page = await atWork(phone);
    const post = (await read<{ post: { id: string } }>(page, '/api/session')).post.id;
    const subject = '夜间值守安排';
    const order = await issued(desk.page, post, subject);
    await page.goto(`${base()}/field/#/orders`);
    const card = page.locator('[data-order]', { hasText: subject });
    await card.waitFor();
    await phone.context.setOffline(true);
    await card.locator('[data-acknowledge]').click();
    await card.locator('[data-unsent]').waitFor();
    await withdrawn(desk.page, order);
    await phone.context.setOffline(false);
    await card.locator('[data-held]').waitFor();
    expect(await card.innerText()).toContain('已撤回');
    await card.getByText('这份指令已经结束').waitFor();
    expect(await faults(page)).toEqual([]);
    await picture(page, 'field-orders-refused');
    await card.locator('[data-put-away]').click();
    await card.locator('[data-held]').waitFor({ state: 'detached' });
    await phone.context.close();
  });
});
