import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults } from './axe';
import { type Person, base, newPage, openBrowser, people, picture, signIn } from './stage';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function situationOf(person: Person): Promise<{ page: Page; complaints: string[] }> {
  const opened = await newPage(browser, 'desk');
  await signIn(opened.page, person);
  await opened.page.locator('nav.side').waitFor({ state: 'attached' });
  await opened.page.goto(`${base()}/#/situation`);
  await opened.page.locator('[data-make]').waitFor();
  return opened;
}
const asNumber = (text: string): number => Number(text.replaceAll(/\D/g, ''));
const state = (page: Page): Promise<string> => page.locator('[data-situation-state]').innerText();

describe('a situation report', () => {
  it('is made, its figures lead to the records they count, it is printed and issued with an assessment', async () => {
    const { page, complaints } = await situationOf(people().township);
    await page.locator('[data-make]').click();
    await page.locator('[data-figure=home]').waitFor();
    expect(await state(page)).toBe('待签发');
    expect(await page.locator('[data-figure]').count()).toBe(14);
    expect(await page.locator('[data-trend]').count()).toBe(4);
    expect(await page.locator('[data-trend=fever] .bars li').count()).toBe(14);
    expect(await page.locator('[data-below]').count()).toBeGreaterThan(1);
    const above = asNumber(await page.locator('[data-figure=home] td').nth(3).innerText());
    const home = page.locator('[data-figure=home] td').nth(1).locator('a');
    const n = asNumber(await home.innerText());
    expect(n).toBeGreaterThan(0);
    expect(above).toBeGreaterThan(n);
    expect(await page.locator('[data-issue]').isDisabled()).toBe(true);
    expect(await faults(page)).toEqual([]);
    await picture(page, 'desk-situation');

    const address = page.url();
    await home.click();
    await page.locator('[data-behind] li').first().waitFor();
    expect(asNumber((await page.locator('.el-drawer .note').innerText()).split('共')[1]!)).toBe(n);
    await page.goto(address);

    await page.fill('#judgement', '辖区平稳，今晚对未查住户逐户复访。');
    await page.locator('[data-issue]').click();
    await page.locator('[data-situation-state]', { hasText: '已签发' }).waitFor();
    expect(await page.locator('[data-judgement]').innerText()).toContain('逐户复访');
    expect(await page.locator('#judgement').count()).toBe(0);

    await page.locator('[data-pdf]').click();
    for (const lang of ['zh-CN', 'en']) {
      const file = await page.request.get(base() + (await page.locator(`[data-file=${lang}]`).getAttribute('href'))!);
      expect(file.status()).toBe(200);
      expect(file.headers()['content-type']).toBe('application/pdf');
      expect((await file.body()).subarray(0, 5).toString()).toBe('%PDF-');
    }
    expect(complaints).toEqual([]);
  });

  it('is withdrawn with a reason and stays on file', async () => {
    const { page, complaints } = await situationOf(people().township);
    await page.locator('[data-situation=issued] a').first().click();
    await page.locator('[data-withdraw]').click();
    await page.fill('#purpose', '数字有误，重新生成');
    await page.locator('.el-dialog .el-button--primary').click();
    await page.locator('[data-situation-state]', { hasText: '已撤回' }).waitFor();
    expect(await page.locator('main').innerText()).toContain('数字有误');
    expect(await page.locator('[data-figure]').count()).toBe(14);
    expect(complaints).toEqual([]);
  });

  it('of another post can be read and compared with the records, and not issued', async () => {
    const { page, complaints } = await situationOf(people().officer);
    await page.locator('[data-situation=withdrawn] a').first().click();
    await page.locator('[data-recount]').click();
    await page.locator('[data-now]').first().waitFor();
    expect(await page.locator('[data-withdraw], [data-issue]').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('is read on a phone without scrolling sideways, in English too', async () => {
    const { page, complaints } = await situationOf(people().officer);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.locator('[data-situation=issued] a').first().click();
    await page.locator('[data-figure=fever]').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await faults(page)).toEqual([]);
    await picture(page, 'desk-situation-phone');
    await page.locator('button.plain[lang=en]').click();
    await page.locator('h1', { hasText: 'Situation report' }).waitFor();
    expect(await page.locator('[data-figure=fever]').innerText()).toContain('Fever');
    for (const width of [360, 768, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    expect(await faults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
