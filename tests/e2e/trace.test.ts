import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults } from './axe';
import { base, newPage, openBrowser, people, picture, signIn } from './stage';

/// The CDC follows a case: its contacts stand on its page, one more is added there, and the case is verified.
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function desk(door: string): Promise<{ page: Page; complaints: string[] }> {
  const opened = await newPage(browser, 'desk');
  await signIn(opened.page, people().cdc);
  await opened.page.locator('nav.side').waitFor({ state: 'attached' });
  await opened.page.goto(`${base()}/#/${door}`);
  await opened.page.locator('h1').first().waitFor();
  return opened;
}
const choose = async (page: Page, field: string, text: string): Promise<void> => {
  await page.locator(`[data-field=${field}] .el-select__wrapper`).click();
  await page.locator('.el-select-dropdown__item:visible', { hasText: text }).first().click();
  await page.keyboard.press('Escape');
};
const pick = (page: Page, field: string, text: string): Promise<void> => page.locator(`[data-field=${field}]`).getByText(text, { exact: true }).click();

describe('a case', () => {
  it('shows whom it met and infected, and takes one more contact', async () => {
    const { page, complaints } = await desk('records/case_report?state=verified');
    await page.locator('table tbody tr a').first().click();
    const contacts = page.locator('[data-related=contact] li');
    await contacts.first().waitFor();
    const before = await contacts.count();
    expect(await faults(page)).toEqual([]);
    await picture(page, 'desk-case');
    await page.locator('[data-related=contact] button').click();
    await page.locator('[data-field=index_case] .el-select__selected-item', { hasText: '新冠肺炎' }).first().waitFor();
    await page.locator('[data-field=person] input').fill('王');
    await page.locator('.el-select-dropdown__item:visible').first().click();
    await choose(page, 'relation', '亲友');
    await choose(page, 'mode', '同餐');
    await choose(page, 'contact_place', '家中');
    await pick(page, 'frequency', '偶尔');
    await pick(page, 'protection', '有效防护');
    await pick(page, 'decision', '密切接触者');
    await page.locator('#field-last_contact_at').fill('2000-01-01T08:00');
    await page.locator('button[type=submit]').click();
    await page.locator('[data-field=decision] [role=alert]', { hasText: '不是密切接触者' }).waitFor();
    await picture(page, 'desk-contact');
    await pick(page, 'decision', '待判定');
    await page.locator('button[type=submit]').click();
    await page.locator('.chip', { hasText: '待判定' }).first().waitFor();
    await page.goBack();
    await page.locator('[data-related=contact] li').nth(before).waitFor();
    expect(complaints).toEqual([]);
  }, 120_000);

  it('finds whom it exposed and registers them as contacts at once', async () => {
    const { page, complaints } = await desk('records/case_report?state=reported');
    await page.locator('table tbody tr a').first().click();
    await page.locator('[data-exposed-show]').click();
    const rows = page.locator('[data-exposed-person]');
    await rows.first().waitFor();
    expect(await faults(page)).toEqual([]);
    await page.locator('[data-exposed-all]').click();
    await page.locator('[data-exposed-person] .is-checked').first().waitFor();
    await picture(page, 'desk-exposed');
    await page.locator('[data-exposed-add]').click();
    const dialog = page.locator('[data-new-contacts]');
    await dialog.locator('[data-field=decision]').getByText('密切接触者', { exact: true }).click();
    await dialog.locator('[data-field=managed_by]').getByText('本辖区', { exact: true }).click();
    await dialog.locator('[data-field=measure]').waitFor();
    await page.waitForTimeout(400);
    expect(await faults(page)).toEqual([]);
    await choose(page, 'measure', '居家隔离');
    await dialog.locator('[data-new-contacts-send]').click();
    await dialog.waitFor({ state: 'hidden' });
    await rows.filter({ hasText: '观察中' }).first().waitFor();
    await page.locator('[data-related=contact] li').first().waitFor();
    expect(complaints).toEqual([]);
  }, 90_000);

  it('asks for the origin when it is investigated', async () => {
    const { page, complaints } = await desk('records/case_report?state=verified');
    await page.locator('table tbody tr a').first().click();
    await page.locator('[data-move=investigate]').click();
    await page.locator('[data-move-dialog] [data-field=origin]').waitFor();
    await page.waitForTimeout(400);
    expect(await faults(page)).toEqual([]);
    await page.locator('[data-move-dialog]').getByText('输入', { exact: true }).click();
    await page.locator('[data-move-send]').click();
    await page.locator('.chip', { hasText: '已流调' }).first().waitFor();
    expect(complaints).toEqual([]);
  }, 60_000);
});

describe('a transfer', () => {
  it('is offered beds that suit, and the press of one reserves it', async () => {
    const { page, complaints } = await desk('records/transfer?state=requested');
    await page.locator('table tbody tr a').first().click();
    const beds = page.locator('[data-bed]');
    await beds.first().waitFor();
    expect(await faults(page)).toEqual([]);
    await picture(page, 'desk-transfer');
    const ward = await beds.first().locator('b').innerText();
    await beds.first().locator('[data-reserve]').click();
    await page.locator('.chip', { hasText: '床位已预留' }).first().waitFor();
    await page.locator('[data-field=ward]', { hasText: ward.split(' · ')[1] }).waitFor();
    await page.locator('[data-move=dispatch]').click();
    await page.locator('[data-move-dialog] [data-field=vehicle]').locator('input').fill('救护车一辆，司机、护士各一人');
    await page.waitForTimeout(400);
    expect(await faults(page)).toEqual([]);
    await page.locator('[data-move-send]').click();
    await page.locator('.chip', { hasText: '已派车' }).first().waitFor();
    await page.goto(`${base()}/#/home`);
    await page.locator('[data-home-beds] b').first().waitFor();
    expect(await faults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  }, 90_000);
});
