import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults } from './axe';
import { type Person, base, data, newPage, openBrowser, people, picture, signIn } from './stage';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function dutyOf(person: Person, address = ''): Promise<{ page: Page; complaints: string[] }> {
  const opened = await newPage(browser, 'desk');
  await signIn(opened.page, person);
  await opened.page.locator('nav.side').waitFor({ state: 'attached' });
  await opened.page.goto(`${base()}/#/duty${address}`);
  return opened;
}
const named = (username: string): Person => {
  const line = readFileSync(join(data(), 'demo-accounts.txt'), 'utf8').split('\n').find((one) => one.trim().startsWith(`${username} `));
  return { username, password: line!.trim().split(/\s+/)[1]! };
};
const rechecker = (): Person => named('rechecker');
const cdc = (): Person => named('cdc');
const narrow = (page: Page, width: number): Promise<boolean> => page.evaluate((limit) => document.documentElement.scrollWidth <= limit, width);

describe('somebody on duty', () => {
  it('is missed until signed in, then stands on the phone list; logs a call and takes over what is open', async () => {
    const { page, complaints } = await dutyOf(people().township);
    const list = page.locator('[data-phone-list]');
    await list.locator('[data-node]').first().waitFor();
    expect(await list.locator('[data-duty-phone]').first().getAttribute('href')).toMatch(/^tel:\d+$/);
    expect(await faults(page)).toEqual([]);
    await picture(page, 'desk-duty-now');

    const own = page.locator('[data-own-turn]').first();
    const turn = await own.getAttribute('data-own-turn');
    const listed = list.locator(`[data-turn="${turn}"]`);
    expect(['absent', 'due']).toContain(await listed.getAttribute('data-mark'));
    await own.locator('[data-sign-in]').click();
    await list.locator(`[data-turn="${turn}"][data-mark=signed_in]`).waitFor();
    expect(await own.locator('[data-sign-in]').count()).toBe(0);

    // The home page says that a shift waits to be taken over; the page of one's own shift is where it is done.
    await page.goto(`${base()}/#/home`);
    await page.locator('[data-matter=dutyHandOver]').waitFor();
    expect(await page.locator('[data-matter^=dutySignIn]').count()).toBe(0);
    await page.goto(`${base()}/#/duty`);
    await own.locator('a').first().click();
    const take = page.locator('[data-take-over]');
    await take.waitFor();
    await page.locator(`[data-turn="${turn}"] [data-signature]`).waitFor();

    const form = page.locator('[data-entry-form]');
    await form.locator('[data-enter]').click();
    await form.locator('[data-field=matter].wrong').waitFor();
    await form.locator('#field-caller').fill('道镇卫生院');
    await form.locator('#field-matter').fill('来电：发热病人一名，请求转运车辆。');
    expect(await faults(page)).toEqual([]);
    await form.locator('[data-enter]').click();
    const entry = page.locator('[data-log] [data-entry]', { hasText: '请求转运车辆' });
    await entry.waitFor();
    expect(await form.locator('#field-matter').inputValue()).toBe('');
    await picture(page, 'desk-duty-shift');
    await entry.locator('[data-finish]').click();
    await page.fill('#purpose', '已派车，11 时 20 分送达');
    await page.locator('.el-dialog .el-button--primary').click();
    await page.locator('[data-log] [data-entry=done]', { hasText: '已派车' }).waitFor();

    const open = Number((await take.locator('[data-open-count]').innerText()).replaceAll(/\D/g, ''));
    expect(open).toBeGreaterThan(0);
    await page.fill('#handover-note', '防护服调拨在途，下一班跟进。');
    await take.locator('[data-hand-over]').click();
    await take.waitFor({ state: 'detached' });
    expect(await page.locator('[data-open-matters] [data-entry=open]').count()).toBe(open);
    await page.goto(`${base()}/#/home`);
    await page.locator('.read').waitFor();
    await page.locator('[data-matter=dutyHandOver]').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('is found by the reader of the roster, on a phone as on a wide screen', async () => {
    const { page, complaints } = await dutyOf(people().officer, '?view=calendar');
    await page.locator('[data-shift]').first().waitFor();
    expect(await page.locator('[data-load]').count()).toBeGreaterThan(1);
    await page.locator('[data-feed]').click();
    expect(await page.locator('#duty-feed').inputValue()).toMatch(/\/api\/duty\/feed\/.+\.ics$/);
    expect(await faults(page)).toEqual([]);
    await picture(page, 'desk-duty-calendar');
    await page.setViewportSize({ width: 360, height: 800 });
    await page.locator('[data-list=roster] tbody tr').first().waitFor();
    expect(await narrow(page, 360)).toBe(true);
    expect(await faults(page)).toEqual([]);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('[data-list=roster]').isVisible()).toBe(true);
    expect(complaints).toEqual([]);
  });
});

describe('a week of shifts', () => {
  it('is proposed, changed, accepted; what is refused is said, mended and sent again, and nothing is made twice', async () => {
    const { page, complaints } = await dutyOf(people().officer, '/plan');
    await page.locator('[data-candidates=officers] .el-tag').first().waitFor();
    await page.locator('[data-propose]').click();
    const rows = page.locator('[data-list=plan] [data-draft]');
    await rows.nth(6).waitFor();
    expect(await rows.count()).toBe(7);
    expect(await page.locator('[data-clash]').count()).toBe(0);

    // The leader on site set on a second seat of the same shift: marked at once, refused by the server, the others made.
    const seats = rows.nth(2).locator('select');
    const leader = await rows.nth(2).locator('[data-seat="2"]').inputValue();
    const officer = rows.nth(2).locator('[data-seat="3"]').first();
    const other = await officer.locator('option', { hasText: '县抽查组' }).getAttribute('value');
    expect(await seats.count()).toBeGreaterThan(1);
    await officer.selectOption(leader);
    await rows.nth(2).locator('[data-clash]').waitFor();
    expect(await faults(page)).toEqual([]);
    await picture(page, 'desk-duty-plan');
    await page.locator('[data-accept]').click();
    await page.locator('[data-draft=refused]').waitFor();
    await page.waitForFunction(() => document.querySelectorAll('[data-draft=made]').length === 6);
    expect(await rows.nth(2).locator('[role=alert]').innerText()).not.toBe('');
    expect(await rows.nth(1).locator('select').first().isDisabled()).toBe(true);

    await officer.selectOption(other);
    await page.locator('[data-accept]').click();
    await page.locator('[data-to-calendar]').waitFor();
    expect(await page.locator('[data-draft=made]').count()).toBe(7);
    expect(await page.locator('[data-plan-load]').count()).toBeGreaterThan(1);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await narrow(page, 390)).toBe(true);
    expect(complaints).toEqual([]);
  });
});

describe('a swap', () => {
  it('is asked for by whose turn it is, answered by who would take it, and decided by who commands above', async () => {
    const asker = await dutyOf(rechecker());
    const asked = asker.page.locator('[data-own-turn]', { has: asker.page.locator('[data-ask-swap]') }).first();
    const turn = await asked.getAttribute('data-own-turn');
    await asked.locator('[data-ask-swap]').click();
    await asker.page.locator('.el-dialog .el-select').click();
    await asker.page.locator('.el-select-dropdown__item:visible', { hasText: '县疾控中心' }).click();
    await asker.page.fill('#purpose', '当日到市里开会');
    await asker.page.locator('.el-dialog .el-button--primary').click();
    await asker.page.locator(`[data-own-turn="${turn}"] [data-own-mark]`, { hasText: '申请换班中' }).waitFor();

    const taker = await dutyOf(cdc());
    const asks = taker.page.locator(`[data-swaps=asked] [data-swap="${turn}"]`);
    await asks.waitFor();
    expect(await asks.innerText()).toContain('当日到市里开会');
    expect(await faults(taker.page)).toEqual([]);
    await taker.page.goto(`${base()}/#/home`);
    await taker.page.locator('[data-matter=dutySwapAsked]').waitFor();
    await taker.page.goto(`${base()}/#/duty`);
    await asks.locator('[data-accept-swap]').click();
    await asks.waitFor({ state: 'detached' });
    await asker.page.reload();
    await asker.page.locator(`[data-own-turn="${turn}"] [data-own-mark]`, { hasText: '对方已同意换班' }).waitFor();

    const county = await dutyOf(people().officer);
    await county.page.locator('[data-node]').first().waitFor();
    expect(await county.page.locator('[data-nobody]').count()).toBeGreaterThan(0);
    const swap = county.page.locator(`[data-swap="${turn}"]`);
    await swap.waitFor();
    expect(await swap.innerText()).toContain('当日到市里开会');
    expect(await faults(county.page)).toEqual([]);
    await swap.locator('[data-agree-swap]').click();
    await swap.waitFor({ state: 'detached' });
    await asker.page.reload();
    await asker.page.locator('[data-phone-list]').waitFor();
    expect(await asker.page.locator(`[data-own-turn="${turn}"]`).count()).toBe(0);
    expect([...asker.complaints, ...taker.complaints, ...county.complaints]).toEqual([]);
  });
});

describe('a shift that has not begun', () => {
  it('is changed: what is refused stays as typed, with the reason at its row', async () => {
    const { page, complaints } = await dutyOf(people().officer, '?view=calendar');
    await page.locator('[data-shift].planned').first().click();
    await page.locator('[data-change-shift]').click();
    const form = page.locator('[data-shift-form]');
    await form.locator('[data-seat="1"]').waitFor();
    await page.fill('#shift-phone', '0911-4220999');
    const first = await form.locator('[data-seat="1"]').inputValue();
    await form.locator('[data-add-seat]').click();
    const rows = form.locator('select[data-seat]');
    await rows.last().selectOption(first);
    expect(await faults(page)).toEqual([]);
    await page.locator('[data-save-shift]').click();
    await form.locator('.seat [role=alert]').waitFor();
    expect(await page.inputValue('#shift-phone')).toBe('0911-4220999');
    await form.locator('.seat').last().locator('button').click();
    await page.locator('[data-save-shift]').click();
    await form.waitFor({ state: 'detached' });
    await page.locator('[data-duty-phone]', { hasText: '0911-4220999' }).first().waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('a holiday', () => {
  it('is found in the menu, and marked in words on the month it falls in', async () => {
    const { page, complaints } = await dutyOf(people().officer, '?view=calendar&month=2020-01');
    const day = page.locator('[data-day="2020-01-25"] [data-special=holiday]');
    await day.waitFor();
    expect(await day.innerText()).toContain('春节');
    expect(await page.locator('[data-day="2020-01-19"] [data-special=workday]').innerText()).toContain('班');
    expect(await faults(page)).toEqual([]);
    await picture(page, 'desk-duty-holidays');
    await page.locator('nav.side a[href="#/records/calendar_day"]').click();
    await page.locator('tbody tr', { hasText: '2020-01-19' }).first().waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('duty on the phone', () => {
  it('tells whom to call above, also when the network is gone', async () => {
    const { page, complaints } = await newPage(browser, 'phone');
    await signIn(page, people().worker);
    const card = page.locator('[data-duty-card]');
    await card.waitFor();
    await card.locator('summary').click();
    const lines = card.locator('[data-duty-line]');
    await lines.nth(1).waitFor();
    expect(await lines.count()).toBe(2);
    expect(await lines.first().locator('[data-duty-phone]').getAttribute('href')).toMatch(/^tel:\d+$/);
    expect(await faults(page)).toEqual([]);
    expect(await narrow(page, 390)).toBe(true);
    await picture(page, 'field-duty');
    await page.context().setOffline(true);
    await card.locator('[role=status]', { hasText: '没有网络' }).waitFor();
    expect(await lines.count()).toBe(2);
    expect(complaints).toEqual([]);
  });
});
