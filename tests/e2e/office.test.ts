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
  it('asks why, takes the list as it is filtered, and is in the access log with its purpose', async () => {
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

    await page.goto(`${base()}/#/audit`);
    await rows(page, 'access').first().waitFor();
    const first = await rows(page, 'access').first().innerText();
    expect(first).toContain('例会材料');
    expect(first).toContain('导出');
    await picture(page, 'desk-audit');
    expect(complaints).toEqual([]);
  }, 120_000);

  it('is not offered to who may not take it', async () => {
    const { page } = await desk(people().admin);
    await page.goto(`${base()}/#/records/post`);
    await page.locator('[data-total]').waitFor();
    expect(await page.locator('[data-export]').count()).toBe(0);
  });
});

describe('a lost phone', () => {
  it('is stopped with a reason by the administrator, and put back in use with one press', async () => {
    const worker = await desk(people().worker);
    const session = (await (await worker.page.request.get(`${base()}/api/session`)).json()) as { csrf: string };
    const id = crypto.randomUUID().replace(/^(.{14})./, '$17');
    const made = await worker.page.request.post(`${base()}/api/field/device`, { headers: { 'X-CSRF-Token': session.csrf }, data: { device: id, name: 'Android 9, 演示' } });
    expect(made.status()).toBe(200);
    const { page, complaints } = await desk(people().admin);
    await page.goto(`${base()}/#/devices`);
    const line = page.locator(`[data-device="${id}"]`);
    await line.locator('[data-move=revoke]').click();
    await page.fill('#purpose', '在集市丢失');
    await page.locator('.el-dialog .el-button--primary').click();
    await page.locator('.el-message--success').waitFor();
    await line.locator('.chip.missing').waitFor();
    expect(await line.innerText()).toContain('在集市丢失');
    await picture(page, 'desk-devices');
    await page.locator('.el-message--success .el-button').click();
    await line.locator('.chip.done').waitFor();
    expect(complaints).toEqual([]);
  }, 120_000);
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
