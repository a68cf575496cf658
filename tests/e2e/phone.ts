/// A grid worker's phone in the stories: pages of one person share storage, service worker and network.
import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { base, people, signIn } from './stage';

export interface Phone {
  context: BrowserContext;
  open(): Promise<Page>;
}

/// `prepare` runs in each page before the app does.
export async function newPhone(browser: Browser, prepare?: () => void): Promise<Phone> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' });
  if (prepare) await context.addInitScript(prepare);
  const open = async (): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(`${base()}/field/`);
    return page;
  };
  return { context, open };
}

export const listShown = (page: Page): Promise<void> => page.locator('[data-household]').first().waitFor();
/// Signed in, and the app itself kept on the phone.
export async function atWork(phone: Phone, who = people().worker): Promise<Page> {
  const page = await phone.open();
  await signIn(page, who);
  await listShown(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  return page;
}
export async function unlock(page: Page, password = people().worker.password): Promise<void> {
  await page.locator('[data-page=unlock] [name=password]').fill(password);
  await page.click('button[type=submit]');
}

/// Opens the next household and gives its id.
export async function openNext(page: Page): Promise<string> {
  await page.goto(`${base()}/field/#/`);
  const next = page.locator('a.next');
  await next.waitFor();
  const household = (await next.getAttribute('href'))!.split('/').pop()!;
  await next.click();
  await page.locator('[data-field=visit_outcome]').waitFor();
  return household;
}
const tap = (page: Page, field: string, code: string): Promise<void> => page.locator(`[data-field=${field}] [data-code="${code}"]`).click();
export async function answerAsMet(page: Page): Promise<void> {
  await tap(page, 'visit_outcome', '1');
  for (const field of ['present_count', 'away_count']) await page.locator(`[data-field=${field}] .suggest`).click();
  await tap(page, 'any_symptom', 'false');
  await tap(page, 'any_key_area', 'false');
}
export const save = (page: Page): Promise<void> => page.locator('button[type=submit]').click();
export const result = (page: Page, state: string): Promise<void> => page.locator(`[data-result=${state}]`).waitFor();
export async function screen(page: Page, state: 'sent' | 'waiting'): Promise<string> {
  const household = await openNext(page);
  await answerAsMet(page);
  await save(page);
  await result(page, state);
  return household;
}
/// Visits are stated to the second; what the demonstration county did before the stories lies earlier.
const begun = Math.floor(Date.now() / 1000) * 1000;
/// How many screenings of a household the server took in since the stories began.
export async function screenings(page: Page, household: string): Promise<number> {
  const answer = await page.request.get(`${base()}/api/field/households/${household}`);
  const all = ((await answer.json()) as { screenings: { made_at: string }[] }).screenings;
  return all.filter((one) => Date.parse(one.made_at) >= begun).length;
}
/// All that lies in the phone's database, as text.
export const onDisk = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const asked = indexedDB.open('fangxian-field');
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    const rows = await Promise.all([...db.objectStoreNames].map((name) => new Promise<unknown[]>((resolve) => {
      const asked = db.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => resolve(name === 'kept' ? asked.result.filter((row: { key: string }) => row.key !== 'catalogue') : asked.result);
    })));
    db.close();
    return JSON.stringify(rows, (_, value) => (ArrayBuffer.isView(value) ? new TextDecoder().decode(value as Uint8Array<ArrayBuffer>) : value));
  });
