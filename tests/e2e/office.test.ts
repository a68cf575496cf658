import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, base, newPage, openBrowser, people, picture, signIn } from './stage';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function desk(person: Person): Promise<{ page: Page; complaints: string[] }> {
  const opened = await newPage(browser, 'desk');
  await signIn(opened.page, person);
  await opened.page.locator('nav.side').waitFor({ state: 'attached' });
  return opened;
}
const rows = (page: Page, list: string) => page.locator(`[data-list=${list}] tbody tr`);

describe('a list that leaves the office', () => {
  it('asks why, takes the list as it is filtered, and is logged with its purpose', async () => {
    const { page, complaints } = await desk(people().officer);
    await page.goto(`${base()}/#/records/household`);
    await page.locator('[data-total]').waitFor();
    const all = Number((await page.locator('[data-total]').innerText()).replaceAll(/\D/g, ''));
    const code = await page.locator('table.plain tbody tr').first().locator('td').first().innerText();
    await page.locator('.filters input').first().fill(code.trim().split(/\s/)[0]!);
    await page.keyboard.press('Enter');
    await page.waitForFunction((before) => Number(document.querySelector('[data-total]')!.textContent!.replaceAll(/\D/g, '')) < before, all);
    const total = (await page.locator('[data-total]').innerText()).replaceAll(/\D/g, '');
    await page.locator('[data-export]').click();
    await page.locator('#purpose').waitFor();
    expect(await page.locator('.el-dialog .el-button--primary').isDisabled()).toBe(true);
    await page.fill('#purpose', '例会材料');
    await page.waitForTimeout(400);
    await picture(page, 'desk-export');
    const [file] = await Promise.all([page.waitForEvent('download'), page.locator('.el-dialog .el-button--primary').click()]);
    expect(file.suggestedFilename()).toBe('household.xlsx');
    await page.locator('.el-message--success').waitFor();
    expect(await page.locator('.el-message--success').innerText()).toContain(`${total} 条`);
    const log = (await (await page.request.get(`${base()}/api/access-log?limit=1`)).json()) as { items: { action: string; purpose: string }[] };
    expect(log.items[0]).toMatchObject({ action: 'export', purpose: `例会材料 · ${total} 条` });
    expect(complaints).toEqual([]);
  }, 120_000);

  it('is not offered to who may not take it', async () => {
    const { page } = await desk(people().admin);
    await page.goto(`${base()}/#/records/post`);
    await page.locator('[data-total]').waitFor();
    expect(await page.locator('[data-export]').count()).toBe(0);
  });
});

describe('the hours of a round', () => {
  it('are a curve with its cut-off, and a table that adds up to the figures', async () => {
    const { page, complaints } = await desk(people().officer);
    await page.goto(`${base()}/#/coverage?view=time`);
    await page.locator('.chart svg path').first().waitFor({ state: 'attached' });
    await picture(page, 'desk-timeline');
    await page.locator('.el-checkbox').first().click();
    const total = await rows(page, 'hours').first().locator('td').nth(3).innerText();
    const done = await page.locator('[data-figure=fulfilled] strong').innerText();
    expect(total).toBe(done);
    expect(complaints).toEqual([]);
  }, 120_000);
});
