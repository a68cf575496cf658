import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults } from './axe';
import { type Person, base, newPage, openBrowser, people, picture, signIn } from './stage';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function ordersOf(person: Person, address = ''): Promise<{ page: Page; complaints: string[] }> {
  const opened = await newPage(browser, 'desk');
  await signIn(opened.page, person);
  await opened.page.locator('nav.side').waitFor({ state: 'attached' });
  await opened.page.goto(`${base()}/#/orders${address}`);
  return opened;
}
const subject = '核查集中隔离点准备情况';

describe('an order', () => {
  it('is written with whom it reaches beside it, issued, acknowledged, reported on and verified', async () => {
    const county = await ordersOf(people().officer, '/new');
    await county.page.fill('#field-subject', subject);
    await county.page.locator('[data-field=topic] .el-select').click();
    await county.page.locator('.el-select-dropdown__item:visible', { hasText: '隔离转运' }).click();
    await county.page.fill('#field-body', '各乡镇今日内核查一处集中隔离点，逐项对照清单。');
    await county.page.locator('[data-issue]').click();
    await county.page.locator('[data-field=addressees].wrong').waitFor();
    expect(await county.page.inputValue('#field-subject')).toBe(subject);
    await county.page.locator('[data-field=addressees] .el-select').first().click();
    await county.page.locator('.el-select-dropdown__item:visible', { hasText: '乡镇' }).click();
    await county.page.locator('[data-addressed]').waitFor();
    expect(Number(await county.page.locator('[data-addressed]').innerText())).toBe(6);
    await picture(county.page, 'desk-order-new');
    await county.page.locator('[data-issue]').click();
    await county.page.locator('[data-tree]').waitFor();
    expect(await county.page.locator('[data-order-state]').innerText()).toBe('执行中');

    // For a chat group: what is to be done and where to read it, for those who may.
    await county.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await county.page.locator('[data-copy]').click();
    await county.page.locator('.el-message--success', { hasText: '已复制' }).waitFor();
    const copied = await county.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain(subject);
    expect(copied).toContain(county.page.url().split('?')[0]);
    expect(copied).not.toMatch(/(?<![0-9a-f-])1[3-9]\d{9}(?![0-9a-f-])/);

    const town = await ordersOf(people().township);
    const line = town.page.locator('[data-received]', { hasText: subject });
    await line.locator('[data-acknowledge]').click();
    await line.locator('[data-receipt-state]', { hasText: '已签收' }).waitFor();
    await line.locator('a').first().click();
    await town.page.fill('#order-report', '已核查，床位 24 张，水电、消毒物资齐备。');
    await town.page.locator('[data-report]').click();
    await town.page.locator('[data-own-receipt] [data-receipt-state]', { hasText: '已反馈' }).waitFor();
    expect(await faults(town.page)).toEqual([]);
    await picture(town.page, 'desk-order-reported');

    // The issuer's tree has moved by itself: nothing was reloaded.
    await county.page.locator('[data-tree] [data-step=reported]').waitFor();
    await county.page.locator('[data-place] a').first().click();
    await county.page.locator('[data-verify]').click();
    await county.page.locator('[data-receipt] [data-receipt-state]', { hasText: '已核实' }).waitFor();
    expect(await faults(county.page)).toEqual([]);
    await picture(county.page, 'desk-order-verified');
    expect(county.complaints).toEqual([]);
    expect(town.complaints).toEqual([]);
  });

  it('is withdrawn with a reason, and nobody is asked for it any more', async () => {
    const { page, complaints } = await ordersOf(people().officer, '?view=issued');
    await page.locator('[data-issued]', { hasText: subject }).locator('a').first().click();
    await page.locator('[data-withdraw]').click();
    await page.fill('#purpose', '已由市里统一核查');
    await page.locator('.el-dialog .el-button--primary').click();
    await page.locator('[data-order-state]', { hasText: '已撤回' }).waitFor();
    expect(await page.locator('main').innerText()).toContain('已由市里统一核查');
    const town = await ordersOf(people().township);
    const line = town.page.locator('[data-received]', { hasText: subject });
    expect(await line.locator('[data-receipt-state]').innerText()).toBe('已撤回');
    expect(await line.locator('[data-acknowledge]').count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

describe('an order on the phone', () => {
  it('is announced, read in full, acknowledged and reported on', async () => {
    const { page, complaints } = await newPage(browser, 'phone');
    await signIn(page, people().worker);
    const notice = page.locator('[data-notice=orders]');
    await notice.waitFor();
    const waiting = async (): Promise<number> => ((await notice.count()) ? Number(/(\d+) 份指令待签收/.exec(await notice.innerText())?.[1] ?? 0) : 0);
    const before = await waiting();
    expect(before).toBeGreaterThan(0);
    await notice.locator('a').click();
    const order = page.locator('[data-order]', { hasText: '白天敲门无人的住户' });
    await order.waitFor();
    await order.locator('[data-acknowledge]').click();
    await order.locator('textarea').fill('复访 7 户，仍有 1 户未见面，电话已核实。');
    expect(await faults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await picture(page, 'field-orders');
    await order.locator('[data-report]').click();
    await page.locator('[data-order=reported]', { hasText: '白天敲门无人的住户' }).waitFor();
    await page.locator('header .back').click();
    await page.locator('[data-household]').first().waitFor();
    await expect.poll(waiting).toBe(before - 1);
    expect(complaints).toEqual([]);
  });
});

describe('what is overdue', () => {
  it('has been told upwards, and is settled by the post that was told', async () => {
    const { page, complaints } = await ordersOf(people().officer, '?view=escalated');
    const mine = page.locator('[data-escalation=raised]', { has: page.locator('[data-settle]') }).first();
    await mine.waitFor();
    await picture(page, 'desk-escalations');
    expect(await faults(page)).toEqual([]);
    await mine.locator('[data-settle]').click();
    await page.fill('#purpose', '已电话催办，一小时内补齐');
    await page.locator('.el-dialog .el-button--primary').click();
    const settled = page.locator('[data-escalation=settled]', { hasText: '已电话催办' });
    const refused = page.locator('.el-dialog [role=alert]');
    await settled.or(refused).first().waitFor();
    expect(await refused.allInnerTexts()).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
