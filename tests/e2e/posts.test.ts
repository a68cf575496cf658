import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unlock } from './phone';
import { type Person, base, newPage, openBrowser, people, picture, signIn } from './stage';

/// A post is given to somebody at the desk, and that person stands in its zone with a phone.
let browser: Browser;
let zone: { id: string; fields: { name: string; area: string } };
const username = `lixin${Date.now() % 100_000}`;
const worker: Person = { username, password: '' };
const chosen = '新的密码-2026-冬';
const next = '又一个密码-2026-冬';

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function desk(person: Person): Promise<{ page: Page; complaints: string[]; failed: string[] }> {
  const opened = await newPage(browser, 'desk');
  const failed: string[] = [];
  opened.page.on('response', (response) => response.status() === 404 && failed.push(response.url()));
  await signIn(opened.page, person);
  await opened.page.locator('nav.side').waitFor({ state: 'attached' });
  return { ...opened, failed };
}

describe('a post and who holds it', () => {
  it('an account is opened by the administrator', async () => {
    const { page } = await desk(people().admin);
    await page.goto(`${base()}/#/accounts`);
    await page.locator('.head .el-button--primary').click();
    await page.locator('.el-dialog input').nth(0).fill('李新');
    await page.locator('.el-dialog input').nth(1).fill(username);
    await page.locator('.el-dialog .el-button--primary').click();
    worker.password = await page.locator('.once code').innerText();
    expect(worker.password).toMatch(/^\w{4}-/);
  }, 60_000);

  it('the list of posts names their holders, and asks for nothing that is not there', async () => {
    const { page, complaints, failed } = await desk(people().officer);
    const answer = await page.request.get(`${base()}/api/records/post?limit=1&sort=-id&where=${encodeURIComponent(JSON.stringify({ eq: ['role', 'grid_worker'] }))}`);
    [zone] = ((await answer.json()) as { items: (typeof zone)[] }).items as [typeof zone];
    await page.goto(`${base()}/#/records/post`);
    await page.locator('table.plain tbody tr').nth(5).waitFor();
    await page.waitForFunction(() => /\(county\)/.test(document.querySelector('table.plain tbody')!.textContent!));
    expect(await page.locator('table.plain tbody').innerText()).not.toMatch(/…/);
    await picture(page, 'desk-posts');

    await page.goto(`${base()}/#/records/post/${zone.id}/edit`);
    await page.locator('[data-field=holder] input').fill(username);
    await page.locator('.el-select-dropdown__item', { hasText: `李新 (${username})` }).click();
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('#field-holder_name')?.value === '李新');
    expect(await page.inputValue('#field-phone'), 'the number of the holder before does not stay').toBe('');
    await picture(page, 'desk-post-holder');
    await page.locator('button[type=submit]').click();
    await page.locator('dd[data-field=holder]').getByText(`李新 (${username})`).waitFor();
    await picture(page, 'desk-post');
    expect(failed).toEqual([]);
    expect(complaints).toEqual([]);
  }, 60_000);

  it('that person signs in on a phone, chooses a password, and has the zone', async () => {
    const { page, complaints } = await newPage(browser, 'phone');
    await signIn(page, worker);
    await page.locator('[name=fresh]').fill(chosen);
    await page.locator('[name=again]').fill(chosen);
    await page.locator('button[type=submit]').click();
    await page.locator('[data-household]').first().waitFor();
    expect(await page.locator('header b').innerText()).toContain(zone.fields.name);
    await picture(page, 'field-new-holder');

    await page.goto(`${base()}/field/#/me`);
    await page.locator('[data-do=password]').click();
    await page.locator('[name=current]').fill('not the password');
    await page.locator('[name=fresh]').fill(next);
    await page.locator('[name=again]').fill(next);
    await page.locator('[data-sheet=password] button[type=submit]').click();
    await page.locator('[data-sheet=password] [role=alert]').waitFor();
    await page.locator('[name=current]').fill(chosen);
    await page.locator('[data-sheet=password] button[type=submit]').click();
    await page.locator('[data-sheet=password-done]').waitFor();
    expect(await page.locator('[data-notice=expired]').count(), 'a mistyped password ends no session').toBe(0);
    await picture(page, 'field-password');

    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.context().setOffline(true);
    await page.reload();
    await unlock(page, chosen);
    await page.locator('[role=alert]').waitFor();
    await unlock(page, next);
    await page.locator('[data-tab=today]').click();
    await page.locator('[data-household]').first().waitFor();
    await page.context().setOffline(false);
    expect(complaints).toEqual([]);
  }, 120_000);
});
