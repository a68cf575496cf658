import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults } from './axe';
import { type Person, base, newPage, openBrowser, people, picture, signIn } from './stage';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function deskAt(person: Person, address: string): Promise<{ page: Page; complaints: string[] }> {
  const opened = await newPage(browser, 'desk');
  await signIn(opened.page, person);
  await opened.page.locator('nav.side').waitFor({ state: 'attached' });
  await opened.page.goto(`${base()}/#${address}`);
  return opened;
}
const option = (page: Page, text: string) => page.locator('.el-select-dropdown__item:visible', { hasText: text }).first();
/// One page with one line, as small as a PDF may be.
function pdf(): Buffer {
  const parts = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>', '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>'];
  let text = '%PDF-1.4\n';
  const at = parts.map((part, i) => {
    const start = text.length;
    text += `${i + 1} 0 obj\n${part}\nendobj\n`;
    return `${String(start).padStart(10, '0')} 00000 n \n`;
  });
  const table = text.length;
  return Buffer.from(`${text}xref\n0 4\n0000000000 65535 f \n${at.join('')}trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n${table}\n%%EOF\n`);
}
async function write(page: Page, subject: string): Promise<void> {
  await page.fill('#field-subject', subject);
  await page.locator('[data-field=topic] .el-select').click();
  await option(page, '隔离转运').click();
  await page.fill('#field-body', '按附件要求逐项落实。');
}
const way = (page: Page, name: string): Promise<void> => page.locator('[data-row] [data-way]', { hasText: name }).first().click();
const reached = async (page: Page): Promise<number> => {
  await page.locator('[data-preview][aria-busy=false] [data-addressed]').waitFor();
  return Number((await page.locator('[data-addressed]').innerText()).replaceAll(/\D/g, ''));
};

describe('an order', () => {
  const subject = '机关单位测温点设置要求';

  it('goes to a kind of unit with a PDF, whose kind and size stand beside it', async () => {
    const { page, complaints } = await deskAt(people().officer, '/orders/new');
    await write(page, subject);
    await way(page, '单位类别');
    expect(await page.locator('[data-row=unit_kind] [data-column]').evaluateAll((all) => all.map((one) => one.getAttribute('data-column')))).toEqual(['unit_kind', 'area', 'role']);
    await page.locator('[data-column=unit_kind] .el-select').click();
    await option(page, '机关').click();
    expect(await reached(page)).toBeGreaterThan(0);

    const upload = page.locator('[data-field=attachment]');
    expect(await page.locator('[data-field=attachment_2]').count()).toBe(0);
    expect(await upload.innerText()).toContain('不超过 5 MB');
    await upload.locator('[data-choose]').setInputFiles({ name: '全文.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(5_000_001, '%PDF-1.4') });
    await upload.locator('[role=alert]', { hasText: '超过 5 MB' }).waitFor();
    await upload.locator('[data-choose]').setInputFiles({ name: '名单.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
    await upload.locator('[role=alert]', { hasText: '不是 PDF' }).waitFor();
    await upload.locator('[data-choose]').setInputFiles({ name: '测温点设置要求.pdf', mimeType: 'application/pdf', buffer: pdf() });
    await upload.locator('[data-chosen]', { hasText: '测温点设置要求.pdf' }).waitFor();
    await page.locator('[data-field=attachment_2]').waitFor();
    expect(await faults(page)).toEqual([]);
    await picture(page, 'desk-order-new-unit');
    await page.locator('[data-issue]').click();

    const file = page.locator('[data-files] [data-kind=pdf]');
    await file.waitFor();
    expect(await file.innerText()).toMatch(/附件一\s+PDF · 1 KB/);
    const saved = page.waitForEvent('download');
    await file.locator('a').click();
    expect((await saved).suggestedFilename()).toMatch(/^attachment-[0-9a-f]{8}\.pdf$/);
    expect(await faults(page)).toEqual([]);
    await picture(page, 'desk-order-file');
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(complaints).toEqual([]);
  });

  it('is addressed by a filter that was shared from a list, without the number that was typed there', async () => {
    const name = '集体宿舍住户';
    const { page, complaints } = await deskAt(people().officer, '/records/household');
    await page.locator('tbody tr').first().waitFor();
    const choice = page.locator('.filters .el-select', { hasText: '房屋' }).first();
    await choice.click();
    const picked = page.locator('.el-select-dropdown__item:visible').nth(1);
    const use = (await picked.innerText()).trim();
    await picked.click();
    await page.fill('.filters .search input', '13800138000');
    await page.locator('[data-views]').click();
    const shared = page.locator('[data-shared-views]');
    await shared.locator('p', { hasText: '不会共用' }).waitFor();
    await shared.locator('[data-share-name] input, input[data-share-name]').fill(name);
    await shared.locator('[data-share]').click();
    await shared.locator(`[data-shared="${name}"]`).waitFor();
    expect(await faults(page)).toEqual([]);
    await picture(page, 'desk-shared-views');
    const answer = await page.request.get(`${base()}/api/records/saved_query?limit=50`);
    const filters = ((await answer.json()) as { items: { fields: { name: string; filter: string } }[] }).items.filter(({ fields }) => fields.name === name).map(({ fields }) => fields.filter);
    expect(filters).toHaveLength(1);
    expect(filters[0]).not.toContain('138');

    // It belongs to who works at the county; below it is not offered.
    const town = await deskAt(people().township, '/records/household');
    await town.page.locator('tbody tr').first().waitFor();
    await town.page.locator('[data-views]').click();
    await town.page.locator('[data-shared-views] p').first().waitFor();
    expect(await town.page.locator('[data-shared-views]').innerText()).not.toContain(name);

    await page.goto(`${base()}/#/orders/new`);
    await write(page, '集体宿舍消毒通风');
    await way(page, '保存的查询');
    await page.locator('[data-column=query] .el-select').click();
    await option(page, name).click();
    const everybody = await reached(page);
    await page.locator('[data-column=role] .el-select').click();
    await option(page, '村').click();
    await page.waitForResponse((response) => response.url().endsWith('/api/orders/preview'));
    const some = await reached(page);
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThanOrEqual(everybody);
    expect(await faults(page)).toEqual([]);
    await picture(page, 'desk-order-new-query');
    await page.locator('[data-issue]').click();
    await page.locator('[data-tree]').waitFor();

    // Used again, it stands in the list's own filters; dropped, it is gone, and the order stays.
    await page.goto(`${base()}/#/records/household`);
    await page.locator('[data-views]').click();
    await page.locator(`[data-shared="${name}"] .use`).click();
    await page.locator('.filters .el-select', { hasText: use }).waitFor();
    await page.locator(`[data-shared="${name}"] .drop`).click();
    await page.locator(`[data-shared="${name}"]`).waitFor({ state: 'detached' });
    expect([...complaints, ...town.complaints]).toEqual([]);
  });
});
