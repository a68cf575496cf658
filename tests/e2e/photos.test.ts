/// A photo from a doorstep without a signal to the officer's screen.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerAsMet, atWork, newPhone, onDisk, openNext, result, save, screenings, unlock } from './phone';
import { base, newPage, openBrowser, people, picture, signIn } from './stage';

let browser: Browser;
let camera: Buffer;
const position = 'GPS 36.27N 109.35E';

/// A doorway as a 12-megapixel camera takes it, with the position in its EXIF.
async function taken(page: Page): Promise<Buffer> {
  const plain = Buffer.from(await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 4000, height: 3000 });
    const brush = canvas.getContext('2d')!;
    const wall = brush.createLinearGradient(0, 0, 4000, 3000);
    wall.addColorStop(0, '#c9b18f');
    wall.addColorStop(1, '#7d5f43');
    brush.fillStyle = wall;
    brush.fillRect(0, 0, 4000, 3000);
    for (let i = 0; i < 60_000; ++i) { // the grain of plaster
      brush.fillStyle = `rgb(${90 + (i * 7) % 120} ${70 + (i * 13) % 100} ${50 + (i * 29) % 80} / 25%)`;
      brush.fillRect((i * 7919) % 4000, (i * 104_729) % 3000, 4 + i % 23, 3 + i % 17);
    }
    brush.fillStyle = '#6b2f1c';
    brush.fillRect(1300, 500, 1400, 2500);
    brush.fillStyle = '#16458c';
    brush.fillRect(1750, 900, 500, 330);
    brush.fillStyle = '#fff';
    brush.font = 'bold 220px sans-serif';
    brush.fillText('13号', 1790, 1140);
    const blob = await new Promise<Blob>((give) => canvas.toBlob((one) => give(one!), 'image/jpeg', 0.93));
    return btoa(Array.from(new Uint8Array(await blob.arrayBuffer()), (one) => String.fromCharCode(one)).join(''));
  }), 'base64');
  const exif = Buffer.from(`Exif\0\0${position}`);
  return Buffer.concat([plain.subarray(0, 2), Buffer.from([0xff, 0xe1, 0, exif.length + 2]), exif, plain.subarray(2)]);
}
const photograph = (page: Page, how = 'take', buffer = camera, name = 'IMG_0001.jpg'): Promise<void> =>
  page.locator(`[data-field=confirmation] [data-${how}]`).setInputFiles({ name, mimeType: 'image/jpeg', buffer });
const shown = (page: Page) => page.locator('[data-field=confirmation] [data-photo]');
const stored = (page: Page): Promise<number> => page.evaluate(() => new Promise((resolve) => {
  const asked = indexedDB.open('fangxian-field');
  asked.onsuccess = () => {
    const count = asked.result.transaction('photos').objectStore('photos').count();
    count.onsuccess = () => (asked.result.close(), resolve(count.result));
  };
}));

beforeAll(async () => {
  browser = await openBrowser();
  const { page } = await newPage(browser, 'desk');
  camera = await taken(page);
  await page.context().close();
});
afterAll(() => browser.close());

/// A busy machine takes its time; what is asked is that it comes.
const patient = { timeout: 15_000 };

describe('a photo', () => {
  it('is taken without a network, survives a closed page, goes before its entry, and the officer sees it for a purpose', async () => {
    const phone = await newPhone(browser);
    let page = await atWork(phone);
    const sent: string[] = [];
    let bytes = 0;
    phone.context.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (response.request().method() !== 'POST' || !['/api/attachments', '/api/push'].includes(pathname)) return;
      sent.push(`${pathname} ${response.status()}`);
      if (pathname === '/api/attachments') void response.json().then(({ size }: { size: number }) => (bytes = size));
    });
    await phone.context.setOffline(true);
    const household = await openNext(page);
    await answerAsMet(page);
    await photograph(page);
    await shown(page).waitFor();
    await shown(page).scrollIntoViewIfNeeded();
    await picture(page, 'field-photo');
    expect(await onDisk(page)).not.toContain('JFIF');

    await page.close();
    page = await phone.open();
    await unlock(page);
    await page.goto(`${base()}/field/#/households/${household}`);
    await shown(page).waitFor();
    const [width, height] = await shown(page).evaluate((one) => [(one as HTMLImageElement).naturalWidth, (one as HTMLImageElement).naturalHeight]);
    expect([width, height]).toEqual([1600, 1200]);
    await photograph(page, 'choose');
    await expect.poll(() => stored(page), patient).toBe(1);
    await save(page);
    await result(page, 'waiting');
    await phone.context.setOffline(false);
    await page.goto(`${base()}/field/#/outbox`);
    await page.locator('[data-entry=sent]').waitFor();
    expect(sent).toEqual(['/api/attachments 201', '/api/push 200']);
    await expect.poll(() => bytes, patient).toBeGreaterThan(0);
    console.info(`a photo: ${camera.length} bytes from the camera, ${bytes} sent`);
    expect(bytes).toBeLessThanOrEqual(600_000);
    expect(await screenings(page, household)).toBe(1);
    await expect.poll(() => stored(page), patient).toBe(0);
    await phone.context.close();

    const { page: desk, complaints } = await newPage(browser, 'desk');
    await signIn(desk, people().officer);
    await desk.locator('[data-figure=expected]').waitFor();
    await desk.goto(`${base()}/#/households/${household}`);
    const tile = desk.locator('[data-field=confirmation] [data-do=photo]').first();
    await tile.waitFor();
    expect(await desk.locator('[data-photo]').count()).toBe(0);
    await tile.scrollIntoViewIfNeeded();
    await picture(desk, 'desk-household-photo');
    await desk.goto(await desk.locator('[data-field=confirmation]').first().locator('xpath=ancestor::tr').locator('a').first().evaluate((one) => (one as HTMLAnchorElement).href));
    const open = desk.locator('dd[data-field=confirmation] [data-do=photo]');
    await open.click();
    await desk.locator('.choices button').first().click();
    await picture(desk, 'desk-photo-purpose');
    const coming = desk.waitForResponse('**/api/attachments/*');
    await desk.locator('.el-dialog__footer .el-button--primary').click();
    const there = await (await desk.request.get((await coming).url())).body();
    await desk.locator('[data-photo]').waitFor();
    await desk.waitForTimeout(400);
    await picture(desk, 'desk-photo');
    expect(there.length).toBe(bytes);
    for (const trace of [position, 'Exif']) expect(there.includes(trace), trace).toBe(false);
    await desk.keyboard.press('Escape');
    await desk.goto(`${base()}/#/audit`);
    await desk.locator('[data-list=access] tbody tr').first().waitFor();
    expect(await desk.locator('[data-list=access] tbody tr').first().innerText()).toContain('查看照片');
    expect(complaints).toEqual([]);
    await desk.context().close();
  });

  it('is attached at the desk too, and shown small before the record is saved', async () => {
    const { page: desk, complaints } = await newPage(browser, 'desk');
    await signIn(desk, people().township);
    await desk.locator('[data-figure=expected]').waitFor();
    const list = (await (await desk.request.get(`${base()}/api/records/household_screening?limit=1`)).json()) as { items: { id: string }[] };
    const record = list.items[0]!.id;
    await desk.goto(`${base()}/#/records/household_screening/${record}/edit`);
    const field = desk.locator('[data-field=confirmation]');
    await field.locator('[data-choose]').setInputFiles({ name: 'photo.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') });
    await field.locator('[role=alert]').waitFor();
    await field.locator('[data-choose]').setInputFiles({ name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: camera });
    await field.locator('[data-photo]').waitFor();
    await field.scrollIntoViewIfNeeded();
    await picture(desk, 'desk-photo-form');
    await desk.locator('form button[type=submit]').click();
    const tile = desk.locator('dd[data-field=confirmation] [data-do=photo]');
    await tile.first().waitFor();
    await desk.setViewportSize({ width: 390, height: 844 });
    await tile.first().click();
    await desk.locator('#purpose').fill('核对照片');
    await desk.locator('.el-dialog__footer .el-button--primary').click();
    await desk.locator('[data-photo]').waitFor();
    await desk.waitForTimeout(400);
    expect(await desk.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await picture(desk, 'desk-photo-narrow');
    await desk.keyboard.press('Escape');
    await desk.waitForTimeout(400);
    await picture(desk, 'desk-photo-thumbnail');
    expect(complaints).toEqual([]);
    await desk.context().close();
  });

  it('that the server refuses comes back with its entry, says why, and another one mends it', async () => {
    const phone = await newPhone(browser);
    const page = await atWork(phone);
    let bad = true;
    await phone.context.route('**/api/attachments?*', (route) => (bad ? route.continue({ postData: Buffer.from('not a photo at all') }) : route.continue()));
    const household = await openNext(page);
    await answerAsMet(page);
    await photograph(page);
    await shown(page).waitFor();
    await save(page);
    await result(page, 'held');
    bad = false;
    await page.locator('.mend').click();
    await page.locator('[data-field=confirmation] [role=alert]').first().waitFor();
    expect(await page.locator('[data-field=confirmation]').innerText()).toContain('JPEG');
    await page.locator('[data-field=confirmation]').scrollIntoViewIfNeeded();
    await picture(page, 'field-photo-refused');
    await photograph(page);
    await expect.poll(() => page.locator('[data-field=confirmation] [role=alert]').count(), patient).toBe(0);
    await save(page);
    await result(page, 'sent');
    expect(await screenings(page, household)).toBe(1);
    await phone.context.close();
  });

  it('what is no photo is refused on the phone, and a full phone loses nothing that was entered', async () => {
    const phone = await newPhone(browser);
    const page = await atWork(phone);
    await openNext(page);
    await answerAsMet(page);
    await photograph(page, 'choose', Buffer.from('%PDF-1.7 not a photo'), 'photo.jpg');
    const alert = page.locator('[data-field=confirmation] [role=alert]');
    await alert.waitFor();
    expect(await alert.innerText()).toContain('无法读取');
    await page.evaluate(() => {
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: [unknown, IDBValidKey?]) {
        if (this.name === 'photos') throw new DOMException('full', 'QuotaExceededError');
        return put.apply(this, given);
      };
    });
    await photograph(page);
    await expect.poll(() => alert.innerText(), patient).toContain('存储空间已满');
    await alert.scrollIntoViewIfNeeded();
    await picture(page, 'field-photo-full');
    expect(await shown(page).count()).toBe(0);
    expect(await page.locator('[data-field=visit_outcome] [aria-checked=true]').count()).toBe(1);
    await save(page);
    await result(page, 'sent');
    await phone.context.close();
  });
});
