import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerAsMet, atWork, listShown, newPhone, onDisk, openNext, result, save, screen, screenings, unlock } from './phone';
import { base, openBrowser, people, picture, signIn } from './stage';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const api = async <T>(page: Page, method: string, path: string, body?: object): Promise<T> =>
  page.evaluate(async ([verb, to, data]) => {
    const { csrf } = (await (await fetch('/api/session')).json()) as { csrf: string };
    return (await (await fetch(to!, { method: verb, headers: { 'X-CSRF-Token': csrf, 'Content-Type': 'application/json' }, body: data }))!.json()) as never;
  }, [method, path, body ? JSON.stringify(body) : undefined] as const) as Promise<T>;
const pushed = (page: Page): { id: string; stated_at: string; sequence: number; device_offset_ms: number }[] => {
  const seen: ReturnType<typeof pushed> = [];
  // What reached the server: an attempt without a network is none.
  page.context().on('response', (response) => {
    const request = response.request();
    if (!request.url().endsWith('/api/push')) return;
    const { items, sequence, device_offset_ms } = request.postDataJSON() as { items: { id: string; stated_at: string }[]; sequence: number; device_offset_ms: number };
    seen.push(...items.map(({ id, stated_at }) => ({ id, stated_at, sequence, device_offset_ms })));
  });
  return seen;
};

describe('a phone without a network', () => {
  it('starts from nothing but itself, asks for the password, and what is screened arrives once', async () => {
    const phone = await newPhone(browser);
    const first = await atWork(phone);
    const shown = await first.locator('[data-household]').count();
    await phone.context.setOffline(true);
    await first.close();
    const page = await phone.open();
    await unlock(page, 'not the password');
    await page.locator('[role=alert]').waitFor();
    expect(await page.locator('[data-household]').count()).toBe(0);
    await picture(page, 'field-unlock');
    await unlock(page);
    await listShown(page);
    expect(await page.locator('[data-household]').count()).toBe(shown);
    const household = await screen(page, 'waiting');
    await page.goto(`${base()}/field/#/households/${household}`);
    await phone.context.setOffline(false);
    await page.goto(`${base()}/field/#/outbox`);
    await page.locator('[data-entry=sent]').waitFor();
    expect(await screenings(page, household)).toBe(1);
    await page.reload();
    await listShown(page).catch(() => undefined);
    expect(await screenings(page, household)).toBe(1);
    await phone.context.close();
  });

  it('shows nobody who takes the phone a name', async () => {
    const phone = await newPhone(browser);
    const page = await atWork(phone);
    const name = (await page.locator('[data-household] b').first().innerText()).trim();
    await openNext(page);
    await answerAsMet(page);
    const disk = await onDisk(page);
    expect(disk).toContain(people().worker.username);
    for (const secret of [name, '1号楼', 'visit_outcome', people().worker.password]) expect(disk).not.toContain(secret);
    await phone.context.close();
  });

  it('warns before signing out with unsent work; another person neither sees nor sends it; its owner does', async () => {
    const phone = await newPhone(browser);
    const page = await atWork(phone);
    const seen = pushed(page);
    await phone.context.setOffline(true);
    const household = await screen(page, 'waiting');
    await page.goto(`${base()}/field/#/me`);
    await page.locator('[data-do=leave]').click();
    await page.locator('[data-sheet=leave]').waitFor();
    await picture(page, 'field-leave');
    await page.locator('[data-do=leave-anyway]').click();
    await page.locator('[name=username]').waitFor();
    await phone.context.setOffline(false);
    await page.reload();
    await page.locator('[name=username]').waitFor();
    await signIn(page, people().township);
    await page.locator('[data-tab=outbox]').click();
    await page.locator('h1').waitFor();
    await page.waitForTimeout(1_000);
    expect(await page.locator('[data-entry]').count()).toBe(0);
    expect(seen.length).toBe(0);
    await page.locator('[data-tab=me]').click();
    await page.locator('[data-do=leave]').click();
    await signIn(page, people().worker);
    await page.locator('[data-tab=outbox]').click();
    await page.locator('[data-entry=sent]').waitFor();
    expect(await screenings(page, household)).toBe(1);
    await phone.context.close();
  });
});

describe('a bad line', () => {
  it('an answer cut off leaves the entry waiting; sent again under its number, it is there once', async () => {
    const phone = await newPhone(browser);
    const page = await atWork(phone);
    const seen = pushed(page);
    let cut = 0;
    await phone.context.route('**/api/push', async (route) => {
      if (++cut > 1) return route.continue();
      const answer = await route.fetch();
      await route.fulfill({ status: 200, contentType: 'application/json', body: (await answer.text()).slice(0, 25) });
    });
    const household = await screen(page, 'sent');
    expect(seen).toHaveLength(2);
    expect(new Set(seen.map((item) => `${item.sequence} ${item.id}`)).size).toBe(1);
    expect(await screenings(page, household)).toBe(1);
    await phone.context.close();
  });

  it('of two pages open at once only one sends', async () => {
    const phone = await newPhone(browser);
    const page = await atWork(phone);
    const other = await phone.open();
    await listShown(other);
    const seen = pushed(page);
    await phone.context.setOffline(true);
    const households = [await screen(page, 'waiting'), await screen(other, 'waiting')];
    expect(new Set(households).size).toBe(2);
    await phone.context.setOffline(false);
    await Promise.all([result(page, 'sent'), result(other, 'sent')]);
    expect(seen).toHaveLength(2);
    for (const household of households) expect(await screenings(page, household)).toBe(1);
    await phone.context.close();
  });
});

describe('a phone that is not as it should be', () => {
  it('whose clock is three hours slow says so, keeps what was stated, and tells the server how far it is off', async () => {
    const phone = await newPhone(browser, () => {
      const behind = 3 * 3_600_000;
      const Real = Date;
      globalThis.Date = new Proxy(Real, {
        construct: (target, args) => (args.length === 0 ? new Real(Real.now() - behind) : Reflect.construct(target, args) as Date),
        get: (target, name) => (name === 'now' ? () => Real.now() - behind : Reflect.get(target, name)),
      });
    });
    const page = await atWork(phone);
    await page.locator('[data-notice=clock]').waitFor();
    expect(await page.locator('[data-notice=clock]').innerText()).toMatch(/慢了 3 小时/);
    await picture(page, 'field-clock');
    const seen = pushed(page);
    await screen(page, 'sent');
    expect(Math.abs(seen[0]!.device_offset_ms + 3 * 3_600_000)).toBeLessThan(5_000);
    expect(Math.abs(Date.parse(seen[0]!.stated_at) + 3 * 3_600_000 - Date.now())).toBeLessThan(60_000);
    await phone.context.close();
  });

  it('that is full says so, and loses nothing that was typed', async () => {
    const phone = await newPhone(browser);
    const page = await atWork(phone);
    const household = await openNext(page);
    await answerAsMet(page);
    await page.waitForTimeout(300);
    await page.evaluate(() => {
      const put = IDBObjectStore.prototype.put;
      (globalThis as { mend?: () => void }).mend = () => (IDBObjectStore.prototype.put = put);
      IDBObjectStore.prototype.put = function () {
        throw new DOMException('full', 'QuotaExceededError');
      };
    });
    await save(page);
    await page.getByText('手机存储空间已满').first().waitFor();
    await picture(page, 'field-full');
    expect(await page.locator('[data-field=visit_outcome] [data-code="1"]').getAttribute('aria-checked')).toBe('true');
    await page.evaluate(() => (globalThis as { mend?: () => void }).mend!());
    await save(page);
    await result(page, 'sent');
    expect(await screenings(page, household)).toBe(1);
    await phone.context.close();
  });

  it('with an old catalogue reads the new one as soon as it can, and works with the old one until then', async () => {
    const phone = await newPhone(browser);
    const page = await atWork(phone);
    await page.evaluate(async () => {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const asked = indexedDB.open('fangxian-field');
        asked.onsuccess = () => resolve(asked.result);
      });
      const store = db.transaction('kept', 'readwrite').objectStore('kept');
      const row = await new Promise<{ value: { version: string } }>((resolve) => {
        const asked = store.get('catalogue');
        asked.onsuccess = () => resolve(asked.result as { value: { version: string } });
      });
      row.value.version = 'old';
      await new Promise((resolve) => (store.put(row).onsuccess = resolve));
      db.close();
    });
    await phone.context.setOffline(true);
    await page.reload();
    await unlock(page);
    await screen(page, 'waiting');
    const [asked] = await Promise.all([phone.context.waitForEvent('request', (request) => request.url().endsWith('/api/catalogue')), phone.context.setOffline(false)]);
    expect(asked.method()).toBe('GET');
    await result(page, 'sent');
    await phone.context.close();
  });

  it('lost, and ended from the desk, destroys what it holds and says so', async () => {
    const phone = await newPhone(browser);
    const page = await atWork(phone);
    const { device } = JSON.parse(await onDisk(page)).flat().find((row: { device?: string }) => row.device) as { device: string };
    const desk = await (await browser.newContext()).newPage();
    await desk.goto(base());
    await signIn(desk, people().officer);
    await desk.locator('nav.side').waitFor({ state: 'attached' });
    const revoked = await api<{ version?: number }>(desk, 'POST', `/api/records/device/${device}/moves/revoke`, { command: device.replace(/.$/, '0'), base_version: 1, stated_at: new Date().toISOString(), fields: {} });
    expect(revoked).toMatchObject({ version: 2 });
    await page.locator('[data-tab=me]').click();
    await page.locator('[data-do=leave]').waitFor();
    await page.locator('[data-tab=today]').click();
    await page.locator('[data-notice=wiped]').waitFor();
    await picture(page, 'field-wiped');
    await page.waitForTimeout(300);
    expect(JSON.parse(await onDisk(page)).flat()).toEqual([]);
    await phone.context.close();
  });
});

describe('a household\'s sheet', () => {
  it('opens the household by its QR code, and tells every other code apart', async () => {
    const phone = await newPhone(browser, () => {
      const shown = globalThis as { inView?: string; BarcodeDetector?: unknown };
      shown.BarcodeDetector = class {
        static getSupportedFormats = async (): Promise<string[]> => ['qr_code'];
        detect = async (): Promise<{ rawValue: string }[]> => (shown.inView ? [{ rawValue: shown.inView }] : []);
      };
      const canvas = (): MediaStream => {
        const one = document.createElement('canvas');
        one.getContext('2d')!.fillRect(0, 0, 10, 10);
        return one.captureStream(5);
      };
      Object.defineProperty(navigator, 'mediaDevices', { value: { getUserMedia: async () => canvas() } });
    });
    const page = await atWork(phone);
    const household = (await page.locator('[data-household]').last().getAttribute('data-household'))!;
    await page.locator('[data-tab=scan]').click();
    await page.locator('[data-camera=on]').waitFor();
    await picture(page, 'field-scan');
    const see = (code: string): Promise<unknown> => page.evaluate((text) => ((globalThis as { inView?: string }).inView = text), code);
    await see('https://example.org');
    await page.getByText('这不是住户的二维码').waitFor();
    await see('fx:h:01700a5c-8d2f-7abc-9def-0123453f2a91');
    await page.getByText('不在您的责任区').waitFor();
    await see(`fx:h:${household}`);
    await page.waitForURL((url) => url.hash.endsWith(household));
    await phone.context.close();
  });

  it('opens it by the eight characters below where the browser cannot scan', async () => {
    const phone = await newPhone(browser);
    const page = await atWork(phone);
    const household = (await page.locator('[data-household]').last().getAttribute('data-household'))!;
    await page.locator('[data-tab=scan]').click();
    await page.fill('[name=code]', '123');
    await save(page);
    await page.locator('[role=alert]').waitFor();
    await page.fill('[name=code]', household.slice(-8));
    await save(page);
    await page.waitForURL((url) => url.hash.endsWith(household));
    await phone.context.close();
  });
});

describe('an old phone', () => {
  it('with a browser that knows nothing added since Chrome 79 does a whole visit', async () => {
    const phone = await newPhone(browser, () => {
      for (const [holder, names] of [
        [Array.prototype, ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'with', 'toSpliced']], [String.prototype, ['at', 'replaceAll', 'isWellFormed']], [Object, ['hasOwn', 'groupBy']], [AbortSignal, ['timeout', 'any', 'abort']],
        [Promise, ['any', 'withResolvers', 'try']], [crypto, ['randomUUID']], [globalThis, ['structuredClone', 'WeakRef', 'FinalizationRegistry', 'AggregateError', 'CompressionStream', 'Iterator', 'scheduler', 'navigation', 'reportError']],
        [Element.prototype, ['replaceChildren', 'checkVisibility', 'setHTML']], [Map, ['groupBy']], [Array, ['fromAsync']], [Uint8Array, ['fromBase64', 'fromHex']],
      ] as [object, string[]][]) for (const name of names) for (const one of [holder, Object.getPrototypeOf(holder) as object]) Reflect.deleteProperty(one, name);
    });
    const page = await phone.open();
    const wrong: string[] = [];
    page.on('pageerror', (error) => wrong.push(error.message));
    expect(await page.evaluate(() => [typeof structuredClone, typeof [].at, typeof crypto.randomUUID])).toEqual(['undefined', 'undefined', 'undefined']);
    await signIn(page, people().worker);
    await listShown(page);
    await screen(page, 'sent');
    expect(wrong).toEqual([]);
    await phone.context.close();
  });
});
