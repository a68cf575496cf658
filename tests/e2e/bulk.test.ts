/// Many records at once at the desk: found by initials, chosen, looked at, done, taken back.
import { type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base, newPage, openBrowser, people, picture, signIn } from './stage';

let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  browser = await openBrowser();
  ({ page, complaints } = await newPage(browser, 'desk'));
  await signIn(page, people().township);
  await page.locator('nav.side').waitFor();
});
afterAll(() => browser.close());

interface Listed {
  items: { id: string; state: string; version: number; fields: { name: string; name_sound: string } }[];
}
const persons = async (): Promise<Listed['items']> => ((await (await page.request.get(`${base()}/api/records/person?limit=3&state=active`)).json()) as Listed).items;

describe('a township officer', () => {
  it('finds a person by the initials while typing, and opens it with the keyboard', async () => {
    const [one] = await persons();
    const answer = (await (await page.request.get(`${base()}/api/search?type=person&limit=5&q=${one!.fields.name_sound}`)).json()) as { groups: { items: { found_by: string; record: { fields: { name: string } } }[] }[] };
    expect(answer.groups[0]!.items[0]!.found_by).toBe('pinyin');
    await page.keyboard.press('/');
    await page.getByText('拼音首字母').first().waitFor();
    await page.keyboard.type(one!.fields.name_sound);
    await page.locator('[role=option]').first().waitFor();
    expect(await page.locator('[role=option] mark').first().innerText()).toBe(answer.groups[0]!.items[0]!.record.fields.name);
    await picture(page, 'desk-search-typing');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/persons\//);
  });

  it('changes chosen records after a look, and takes it back', async () => {
    await page.goto(`${base()}/#/records/person?state=active`);
    await page.locator('tbody tr').first().waitFor();
    const before = await persons();
    for (const nth of [0, 1, 2]) await page.locator('tbody tr .el-checkbox').nth(nth).click();
    await page.locator('[data-bulk-bar]').getByText('已选 3 条').waitFor();
    await page.locator('[data-bulk-act]').click();
    await page.locator('[data-bulk-move=leave]').click();
    await page.locator('[data-bulk-look]').click();
    await page.locator('[data-changed]').getByText('3', { exact: true }).waitFor();
    expect(await page.locator('[data-refused]').innerText()).toBe('0');
    expect((await persons()).map((one) => one.version), 'a look leaves no trace').toEqual(before.map((one) => one.version));
    await picture(page, 'desk-bulk-preview');
    await page.locator('[data-bulk-run]').click();
    await page.locator('[data-bulk-undo]').waitFor();
    const left = (await (await page.request.get(`${base()}/api/records/person/${before[0]!.id}`)).json()) as { state: string };
    expect(left.state).toBe('left');
    await page.locator('[data-bulk-undo]').click();
    await page.getByText('已撤回').first().waitFor();
    expect((await persons()).map((one) => one.id)).toEqual(before.map((one) => one.id));
    await picture(page, 'desk-bulk-undone');
    await page.locator('[data-bulk-close]').click();
    expect(await page.locator('[data-bulk-bar]').count(), 'nothing stays chosen').toBe(0);
  });

  it('takes all that match, is told of too many, and finds its runs again', async () => {
    await page.locator('[data-bulk-page]').click();
    await page.locator('[data-bulk-all]').click();
    await page.locator('[data-bulk-act]').click();
    await page.locator('[data-bulk-move=leave]').click();
    await page.locator('[data-bulk-look]').click();
    await page.locator('[data-bulk-dialog] [role=alert], [data-bulk-figures]').first().waitFor();
    await picture(page, 'desk-bulk-many');
    await page.keyboard.press('Escape');
    await page.locator('[data-bulk-runs]').click();
    await page.locator('[data-run]').first().waitFor();
    await page.locator('[data-run]').getByText('撤回：迁出').waitFor();
    await picture(page, 'desk-bulk-runs');
  });

  it('without a complaint of the page', () => expect(complaints).toEqual([]));
});
