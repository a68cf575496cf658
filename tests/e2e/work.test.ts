import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults } from './axe';
import { type Person, base, newPage, openBrowser, people, picture, signIn } from './stage';

/// An enterprise files its return to work at the desk; the county answers.
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function desk(person: Person, door: string): Promise<{ page: Page; complaints: string[] }> {
  const opened = await newPage(browser, 'desk');
  await signIn(opened.page, person);
  await opened.page.locator('nav.side').waitFor({ state: 'attached' });
  await opened.page.goto(`${base()}/#/${door}`);
  await opened.page.locator('h1').first().waitFor();
  return opened;
}
const choose = async (page: Page, field: string, text: string): Promise<void> => {
  await page.locator(`[data-field=${field}] .el-select__wrapper`).click();
  await page.locator('.el-select-dropdown__item:visible', { hasText: text }).click();
  await page.keyboard.press('Escape');
};

describe('a return-to-work filing', () => {
  it('is refused where masks do not last, with everything typed still there, and then filed', async () => {
    const { page, complaints } = await desk(people().officer, 'records/return_to_work/new');
    await page.locator('[data-field=unit] input').fill('甘泉豆制品厂');
    await page.locator('.el-select-dropdown__item:visible', { hasText: '甘泉豆制品厂' }).first().click();
    await choose(page, 'industry', '制造业');
    await page.locator('#field-planned_on').fill('2026-12-01');
    await page.locator('#field-planned_on').press('Enter');
    for (const [field, value] of Object.entries({ batch: 2, staff_total: 60, staff_batch: 30, staff_local: 25, staff_key_area: 2, staff_contact: 0, masks: 50, masks_daily: 30, thermometers: 2, disinfectant_l: 10, isolation_rooms: 1 })) await page.locator(`#field-${field}`).fill(String(value));
    await choose(page, 'canteen', '分餐');
    await page.locator('[data-field=task_group] button', { hasText: '新增' }).click();
    for (const [n, value] of ['白建军', '厂长', '13800000001'].entries()) await page.locator('[data-field=task_group] input').nth(n).fill(value);
    await page.locator('[data-field=committed]').getByText('是', { exact: true }).click();
    expect(await page.locator('[data-field=answer]').count(), 'the answer is not asked of who files').toBe(0);
    expect(await faults(page)).toEqual([]);
    await page.locator('button[type=submit]').click();
    await page.locator('[data-field=masks] [role=alert]', { hasText: '90 只' }).waitFor();
    expect(await page.inputValue('#field-staff_batch')).toBe('30');
    await picture(page, 'desk-filing');
    await page.locator('#field-masks').fill('90');
    await page.locator('#field-masks').blur();
    await page.locator('button[type=submit]').click();
    await page.locator('[data-move=accept]').waitFor();
    expect(complaints).toEqual([]);
  }, 120_000);

  it('is returned with what to mend, mended, filed again and accepted', async () => {
    const { page, complaints } = await desk(people().officer, 'records/return_to_work?state=filed');
    await page.locator('table tbody tr a', { hasText: '甘泉豆制品厂' }).first().click();
    await page.locator('[data-move=return]').click();
    await page.locator('[data-move-dialog] #field-answer').waitFor();
    await page.waitForTimeout(400);
    expect(await faults(page)).toEqual([]);
    await page.locator('[data-move-send]').click();
    await page.locator('[data-move-dialog] [role=alert]').first().waitFor();
    await page.locator('[data-move-dialog] #field-answer').fill('请补充宿舍安排。');
    await picture(page, 'desk-filing-return');
    await page.locator('[data-move-send]').click();
    await page.locator('dd[data-field=answer]', { hasText: '请补充宿舍安排' }).waitFor();
    await page.locator('[data-move=file_again]').click();
    await page.locator('[data-move=accept]').click();
    await page.locator('.el-message-box .el-button--primary').click({ timeout: 3000 }).catch(() => undefined);
    await page.locator('[data-move=suspend]').waitFor();
    await page.goto(`${base()}/#/returns/return_to_work_daily`);
    await page.locator('[data-cell=filed]').waitFor();
    expect(await faults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  }, 120_000);

  it('takes a time that the clock of this screen leaves out', async () => {
    const { page, complaints } = await desk(people().officer, 'records/screening_round/new');
    const read = (): Promise<string> => page.evaluate(() => new Date(2026, 2, 8, 2, 30).toString());
    expect(await read(), 'here half past two never was').toContain('03:30');
    await page.locator('#field-opens_at').fill('2026-03-08T02:30');
    await page.locator('#field-due_at').fill('2026-03-08T02:30');
    expect(await page.inputValue('#field-opens_at')).toBe('2026-03-08T02:30');
    page.on('dialog', (dialog) => void dialog.accept());
    expect(complaints).toEqual([]);
  }, 60_000);
});
