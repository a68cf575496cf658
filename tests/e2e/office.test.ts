import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, base, data, newPage, openBrowser, people, picture, signIn } from './stage';

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
    await rows(page, 'access').first().locator('.who').click();
    await page.waitForFunction(() => (document.querySelector('.filters input') as HTMLInputElement).value === 'county');
    expect(await rows(page, 'access').count()).toBeGreaterThan(0);
    await page.fill('.filters input', 'nobody');
    await page.keyboard.press('Enter');
    await page.locator('.failure').waitFor();
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

describe('the map a site supplies', () => {
  const file = (): string => join(data(), 'map.geojson');
  afterAll(() => rmSync(file(), { force: true }));
  const square = (x: number, y: number) => [[[x, y], [x + 0.09, y], [x + 0.1, y + 0.06], [x + 0.05, y + 0.09], [x, y + 0.08], [x, y]]];
  const feature = (code: string, n: number) => ({ type: 'Feature', properties: { code }, geometry: { type: 'Polygon', coordinates: square(109 + (n % 4) * 0.1, 36 + Math.floor(n / 4) * 0.1) } });
  type Node = { place: string; name: string; expected: number };
  const children = async (page: Page, place: string): Promise<Node[]> => ((await (await page.request.get(`${base()}/api/coverage/${place}`)).json()) as { children: Node[] }).children;

  it('says how to supply one when there is none, with the figures beside it', async () => {
    const { page } = await desk(people().officer);
    await page.goto(`${base()}/#/coverage?view=map`);
    await page.locator('[data-map=none]').waitFor();
    expect(await page.locator('[data-map=none]').innerText()).toContain('map.geojson');
    expect(await rows(page, 'map').count()).toBeGreaterThan(0);
    await picture(page, 'desk-map-none');
  }, 60_000);

  it('colours its places, lists the one without a boundary, and leads down by mouse and by keyboard', async () => {
    const { page, complaints } = await desk(people().officer);
    const session = (await (await page.request.get(`${base()}/api/session`)).json()) as { post: { place: string } };
    const towns = await children(page, session.post.place);
    const villages = await children(page, towns[0]!.place);
    const [bare] = towns.slice(-1);
    writeFileSync(file(), JSON.stringify({ type: 'FeatureCollection', features: [...towns.slice(0, -1), ...villages].map((node, n) => feature(node.place, n)) }));
    await page.goto(`${base()}/#/coverage?view=map`);
    await page.locator('.chart svg path').first().waitFor({ state: 'attached' });
    expect(await rows(page, 'map').count()).toBe(towns.length);
    expect(await page.locator(`tr[data-place="${bare!.place}"]`).innerText()).toContain('无边界');
    await page.waitForTimeout(400);
    await picture(page, 'desk-map');
    await page.getByText('未查数', { exact: true }).click();
    await page.waitForTimeout(300);
    await picture(page, 'desk-map-missing');

    const box = (await page.locator('.chart').boundingBox())!;
    for (let x = 0.1; x < 0.95 && !page.url().includes(`coverage/${towns[0]!.place.slice(0, 6)}`); x += 0.07)
      for (let y = 0.1; y < 0.85 && !/coverage\/\d/.test(page.url()); y += 0.1) await page.mouse.click(box.x + box.width * x, box.y + box.height * y);
    expect(page.url(), 'a click on a place opens it').toMatch(/coverage\/\d{12}.*view=map/);
    await page.goto(`${base()}/#/coverage?view=map`);
    await page.locator(`tr[data-place="${towns[0]!.place}"] a`).focus();
    await page.keyboard.press('Enter');
    await page.locator(`tr[data-place="${villages[0]!.place}"]`).waitFor();
    await page.locator('.chart svg path').first().waitFor({ state: 'attached' });
    expect(await rows(page, 'map').count()).toBe(villages.length);
    expect(complaints).toEqual([]);
  }, 120_000);

  it('names the feature at fault of a broken file, and keeps the figures', async () => {
    writeFileSync(file(), JSON.stringify({ type: 'FeatureCollection', features: [feature('610627', 0), feature('61O627', 1)] }));
    const { page } = await desk(people().officer);
    await page.goto(`${base()}/#/coverage?view=map`);
    await page.locator('.failure').waitFor();
    expect(await page.locator('.failure').innerText()).toContain('第 2 个要素');
    expect(await rows(page, 'map').count()).toBeGreaterThan(0);
  }, 60_000);
});
