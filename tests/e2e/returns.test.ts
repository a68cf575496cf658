import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults } from './axe';
import { type Person, base, newPage, openBrowser, people, picture, signIn } from './stage';
import { formOf } from './workbook';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function returnsOf(person: Person, address = ''): Promise<{ page: Page; complaints: string[] }> {
  const opened = await newPage(browser, 'desk');
  await signIn(opened.page, person);
  await opened.page.locator('nav.side').waitFor({ state: 'attached' });
  await opened.page.goto(`${base()}/#/returns${address}`);
  await opened.page.locator('.tabs button').first().waitFor();
  return opened;
}
/// Version 7, as the server asks of what a device makes.
function id7(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
const state = (page: Page): Promise<string> => page.locator('[data-own-report] [data-report-state]').innerText();
const asNumber = (text: string): number => Number(text.replaceAll(/\D/g, ''));

describe('a return', () => {
  it('is counted, and each figure opens the records that it counts', async () => {
    const { page, complaints } = await returnsOf(people().township);
    const figure = page.locator('[data-cell=home] button.figure');
    await figure.waitFor();
    const n = asNumber(await figure.innerText());
    expect(n).toBeGreaterThan(0);
    await figure.click();
    await page.locator('[data-behind] li').first().waitFor();
    await page.waitForTimeout(400);
    await picture(page, 'desk-return-behind');
    expect(asNumber((await page.locator('.el-drawer .note').innerText()).split('共')[1]!)).toBe(n);
    expect(complaints).toEqual([]);
  });

  it('has a line for each unit, whose sum is the total', async () => {
    const { page, complaints } = await returnsOf(people().township, '?view=own');
    await page.locator('.tabs button', { hasText: '各下级' }).click();
    await page.locator('tr.total').waitFor();
    const column = async (row: string): Promise<number[]> => (await page.locator(`${row} td:nth-child(2)`).allInnerTexts()).map(asNumber);
    const [total] = await column('.scroll-x tr.total');
    expect((await column('.scroll-x tbody tr:not(.total)')).reduce((sum, one) => sum + one, 0)).toBe(total);
    await picture(page, 'desk-return-table');
    await page.locator('.el-dropdown button', { hasText: '下载' }).click();
    const address = await page.locator('[data-file]').first().getAttribute('href');
    const file = await page.request.get(base() + address!);
    expect(file.status()).toBe(200);
    expect((await file.body()).subarray(0, 2).toString()).toBe('PK');
    expect(complaints).toEqual([]);
  });
});

describe('a return that is not there', () => {
  it('says so, and shows no figures of another one under its name', async () => {
    const { page } = await returnsOf(people().officer, '/contact_daily');
    for (const address of ['no_such', 'daily_report/999', 'daily_report?date=2199-01-01']) {
      await page.goto(`${base()}/#/returns/${address}`);
      await page.locator('.failure').waitFor();
      expect(await page.locator('[data-cell]').count()).toBe(0);
      expect(await page.locator('[data-own-report]').count()).toBe(0);
    }
    await page.goto(`${base()}/#/returns/contact_daily`);
    await page.locator('[data-cell=traced]').waitFor();
  });
});

describe('a daily report', () => {
  it('is signed on the counted figures, returned with a reason and signed again', async () => {
    const { page, complaints } = await returnsOf(people().township);
    expect(['待签报', '缺报']).toContain(await state(page));
    const nil = page.locator('[data-nil]');
    if (await nil.count()) {
      expect(await page.locator('[data-sign]').isDisabled()).toBe(true);
      await nil.click();
    }
    await page.locator('[data-own-report] .link').click();
    await page.locator('[data-own-report] input').first().fill('3');
    await page.locator('[data-sign]').click();
    await page.locator('[data-own-report] .chip.done').waitFor();
    expect(await state(page)).toBe('已签报');
    await picture(page, 'desk-report-signed');

    const superior = await returnsOf(people().officer, '?view=signing');
    const line = superior.page.locator('[data-unit]', { has: superior.page.locator('[data-approve]') }).first();
    await line.locator('[data-return]').click();
    await superior.page.fill('#purpose', '请核对返乡人数');
    await superior.page.locator('.el-dialog .el-button--primary').click();
    await superior.page.locator('.el-message--success').waitFor();
    await picture(superior.page, 'desk-reports');
    expect(superior.complaints).toEqual([]);

    await page.reload();
    await page.locator('[data-own-report] .chip.late').waitFor();
    expect(await page.locator('[data-own-report]').innerText()).toContain('请核对返乡人数');
    if (await nil.count()) await nil.click();
    await page.locator('[data-sign]').click();
    await page.locator('[data-own-report] .chip.done').waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('a unit that reports weekly', () => {
  it('sees which days its report covers, and on other days when the next is due', async () => {
    const { page, complaints } = await returnsOf(people().officer, '?view=own');
    const session = (await (await page.request.get(`${base()}/api/session`)).json()) as { csrf: string; post: { place: string } };
    const send = async (method: 'post' | 'patch', path: string, data: object): Promise<void> => {
      const answer = await page.request[method](base() + path, { headers: { 'X-CSRF-Token': session.csrf }, data });
      expect(answer.status(), await answer.text()).toBeLessThan(300);
    };
    const id = id7();
    const day = new Date(Date.now() + 8 * 3_600_000);
    const sunday = new Date(day.getTime() - (day.getUTCDay() || 7) * 86_400_000).toISOString().slice(0, 10); // the last that is over
    await send('post', '/api/records/reporting_unit', { id, fields: { name: '甘泉县第一中学', unit_kind: '8', area: session.post.place, reports_daily: true, report_calendar: '3', valid_from: '2020-01-01' } });
    try {
      await page.goto(`${base()}/#/returns/daily_report?date=${sunday}`);
      const covers = page.locator('[data-covers]');
      await covers.waitFor();
      expect(await covers.innerText()).toContain(`至 ${sunday}`);
      await covers.locator('a').click();
      await page.waitForURL(/since=/);
      await covers.locator('a').waitFor({ state: 'detached' });
      expect(await faults(page)).toEqual([]);
      await picture(page, 'desk-report-weekly');
      await page.goto(`${base()}/#/returns/daily_report?date=${new Date(Date.parse(sunday) - 86_400_000).toISOString().slice(0, 10)}`);
      await page.locator('[data-not-owed]').waitFor();
      expect(await page.locator('[data-not-owed]').innerText()).toContain(sunday);
      expect(complaints).toEqual([]);
    } finally {
      await send('patch', `/api/records/reporting_unit/${id}`, { command: id7(), base_version: 1, fields: { valid_to: '2020-01-02' } });
    }
  });
});

describe('a mapping that is not installed', () => {
  it('is tried on the records, its mistakes shown on their lines, and what was written stays', async () => {
    const { page, complaints } = await returnsOf(people().officer);
    await page.locator('[data-trial]').click();
    const text = page.locator('#mapping');
    await page.locator('[data-example]').click();
    const example = await text.inputValue();
    await text.fill(example.replace('"percent": ["done", "owed"]', '"percent": ["done", "nothing"]'));
    await page.locator('[data-try]').click();
    await page.locator('[data-mistake=unknown_cell] .line').click();
    expect(await text.evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd))).toContain('"rate"');
    expect(await faults(page)).toEqual([]);
    await picture(page, 'desk-trial-mistake');
    await page.reload();
    expect(await text.inputValue()).toContain('"nothing"');
    await page.locator('[data-try]').click();
    await page.locator('[data-mistake]').first().waitFor();
    await text.fill(example);
    await page.locator('[data-stale]').waitFor();
    await page.locator('[data-try]').click();
    const row = page.locator('[data-compared=households]');
    await row.waitFor();
    expect(await page.locator('[data-stale]').count()).toBe(0);
    expect(asNumber(await row.locator('td').nth(1).innerText())).toBeGreaterThan(0);
    expect(await page.locator('[data-compare-parts] tbody tr').count()).toBeGreaterThan(1);
    expect(await faults(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await picture(page, 'desk-trial-narrow');
    await page.setViewportSize({ width: 1440, height: 900 });
    await picture(page, 'desk-trial');
    expect(complaints).toEqual([]);
  });

  it('is offered to nobody who may not try it', async () => {
    const { page } = await returnsOf(people().township);
    expect(await page.locator('[data-trial]').count()).toBe(0);
    await page.goto(`${base()}/#/trial`);
    await page.locator('[data-example]').click();
    await page.locator('[data-try]').click();
    await page.locator('.failure').waitFor();
    expect(await page.locator('#mapping').inputValue()).toContain('village_screening');
  });
});

describe("a superior's own form", () => {
  it('is filled and given back; a mark that means nothing is named with its cell', async () => {
    const { page, complaints } = await returnsOf(people().township);
    await page.locator('.el-dropdown button', { hasText: '下载' }).click();
    await page.locator('[data-own-form]').click();
    const choose = page.locator('[data-form]');
    await choose.waitFor({ state: 'attached' });
    await page.locator('.el-dialog summary').click();
    expect(await faults(page)).toEqual([]);
    await picture(page, 'desk-return-form');
    await choose.setInputFiles({ name: 'wrong.xlsx', mimeType: 'application/octet-stream', buffer: formOf(['[[nothing]]']) });
    await page.locator('.el-dialog [role=alert]', { hasText: 'form!A1' }).waitFor();
    const saved = page.waitForEvent('download');
    await choose.setInputFiles({ name: 'right.xlsx', mimeType: 'application/octet-stream', buffer: formOf(['[[#place]]', '[[households]]']) });
    expect((await saved).suggestedFilename()).toMatch(/^daily_report_.*\.xlsx$/);
    await page.locator('.el-dialog [role=status]', { hasText: 'right.xlsx' }).waitFor();
    expect(complaints).toEqual([]);
  });
});
