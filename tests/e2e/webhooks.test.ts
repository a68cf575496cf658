import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults } from './axe';
import { base, newPage, openBrowser, people, picture, signIn } from './stage';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe('a webhook', () => {
  it('is made by the administrator, tested while nobody listens, its secret read for a purpose, and paused', async () => {
    const { page, complaints } = await newPage(browser, 'desk');
    await signIn(page, people().admin);
    await page.locator('nav.side a[href="#/webhooks"]').click();
    await page.locator('[data-none]').waitFor();
    expect(await faults(page)).toEqual([]);

    await page.locator('[data-new]').click();
    await page.fill('#field-name', '短信网关');
    await page.fill('#field-url', 'http://127.0.0.1:9');
    await page.locator('[data-field=events] .el-select').click();
    await page.locator('.el-select-dropdown__item', { hasText: '下达指令' }).click();
    await page.keyboard.press('Escape');
    await page.locator('form button[type=submit]').click();
    await page.waitForURL(/records\/webhook\/[0-9a-f-]{36}$/);
    await page.goto(`${base()}/#/webhooks`);
    const card = page.locator('[data-webhook]', { hasText: '短信网关' });
    await card.waitFor();
    expect(await card.innerText()).toContain('下达指令');

    await card.locator('[data-test]').click();
    await card.locator('[data-tried].tone-missing', { hasText: '没有收到回答' }).waitFor();
    await card.locator('[data-secret-ask]').click();
    await page.fill('#purpose', '配置短信网关');
    expect(await faults(page)).toEqual([]);
    await page.locator('.el-dialog .el-button--primary').click();
    await card.locator('[data-secret]').waitFor();
    expect(await card.locator('[data-secret]').innerText()).toMatch(/^[0-9a-f]{64}$/);
    await page.locator('.el-dialog').waitFor({ state: 'detached' });
    expect(await faults(page)).toEqual([]);
    await picture(page, 'desk-webhooks');
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await faults(page)).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });

    await card.locator('[data-move=pause]').click();
    await page.locator('[data-webhook][data-state=paused]').waitFor();
    await page.goto(`${base()}/#/home`);
    await page.locator('h1').first().waitFor();
    await page.goto(`${base()}/#/webhooks`);
    await card.waitFor();
    expect(await card.locator('[data-secret]').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('is seen by the county officer, who changes nothing', async () => {
    const { page, complaints } = await newPage(browser, 'desk');
    await signIn(page, people().officer);
    await page.locator('nav.side a[href="#/webhooks"]').click();
    await page.locator('[data-webhook]').first().waitFor();
    expect(await page.locator('[data-new], [data-webhook] button').count()).toBe(0);
    expect(await faults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
