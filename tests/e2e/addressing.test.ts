import { randomUUID } from 'node:crypto';
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

const read = async <T>(page: Page, path: string): Promise<T> => (await page.request.get(base() + path)).json() as Promise<T>;
async function send(page: Page, method: string, path: string, data: object): Promise<void> {
  const { csrf } = await read<{ csrf: string }>(page, '/api/session');
  const answer = await page.request.fetch(base() + path, { method, headers: { 'X-CSRF-Token': csrf }, data });
  expect(answer.status(), await answer.text()).toBeLessThan(300);
}
function id7(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
interface Post {
  id: string;
  place: string;
  version: number;
}
async function validTo(page: Page, id: string, valid_to: string | null): Promise<void> {
  const { version } = await read<Post>(page, `/api/records/post/${id}`);
  await send(page, 'PATCH', `/api/records/post/${id}`, { command: id7(), base_version: version, stated_at: new Date().toISOString(), fields: { valid_to } });
}

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

  it('no longer counts a post that ended, and shows that it did', async () => {
    const { page, complaints } = await deskAt(people().officer, '/orders');
    const { items } = await read<{ items: Post[] }>(page, `/api/records/post?limit=200&where=${encodeURIComponent('{"eq":["role","village_officer"]}')}`);
    const [ended, other] = [items.at(-1)!, items.find(({ place }) => place !== items.at(-1)!.place)!];
    const id = id7();
    const fields = { subject: '村级值守核查', topic: '1', urgency: '1', body: '核查夜间值守。', addressees: [{ post: ended.id }, { post: other.id }], acknowledge_by: inHours(2), report_by: inHours(8) };
    await send(page, 'POST', '/api/records/order', { id, fields });
    await validTo(page, ended.id, new Date(Date.now() - 86_400_000).toISOString().slice(0, 10));
    try {
      await page.goto(`${base()}/#/orders/${id}`);
      await page.locator('[data-tree] [data-step=lapsed]', { hasText: '岗位已撤 1' }).waitFor();
      expect(await page.locator('[data-tree] [data-step=issued]').innerText()).toMatch(/1$/);
      expect(await faults(page)).toEqual([]);
      await picture(page, 'desk-order-lapsed');
      await page.goto(`${base()}/#/orders/${id}/${ended.place}`);
      await page.locator('[data-receipt] [data-receipt-state]', { hasText: '岗位已撤' }).waitFor();
    } finally {
      await validTo(page, ended.id, null);
    }
    // Back again, it is asked as before.
    await page.reload();
    await page.locator('[data-receipt] [data-receipt-state]', { hasText: '已下达' }).waitFor();
    const { version } = await read<{ version: number }>(page, `/api/records/order/${id}`);
    await send(page, 'POST', `/api/records/order/${id}/moves/withdraw`, { command: id7(), base_version: version, fields: { end_reason: '演练结束' } });
    expect(complaints).toEqual([]);
  }, 120_000);
});
