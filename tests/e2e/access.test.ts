import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults } from './axe';
import { type Person, base, newPage, openBrowser, people, signIn } from './stage';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const languages = ['zh-CN', 'en'];
async function remember(page: Page, choices: Record<string, string>): Promise<void> {
  await page.evaluate((all) => Object.entries(all).forEach(([name, value]) => localStorage.setItem(name, value)), choices);
  await page.reload();
}
/// A new address changes the page only when its part of the program has arrived: until then the heading is the last page's.
async function settled(page: Page, door: string): Promise<void> {
  await page.locator(`main[data-page^="/${door.split('?')[0]}"] h1`).first().waitFor().catch(async (error: unknown) => {
    throw new Error(`${page.url()} shows: ${await page.locator('body').innerText()}`, { cause: error });
  });
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  await page.waitForTimeout(350); // transitions of the component library
}
/// Every door in every language; all that is wrong at once, so that one run tells everything.
async function check(page: Page, doors: string[], prefix = ''): Promise<string[]> {
  const wrong: string[] = [];
  for (const language of languages) {
    await remember(page, { language });
    for (const door of doors) {
      await page.goto(`${base()}${prefix}/#/${door}`);
      await settled(page, door);
      wrong.push(...(await faults(page)).map((fault) => `${language} ${door}: ${fault}`));
    }
  }
  return wrong;
}
/// Rows of a list repeat one another: eight of them show every fault the fiftieth has, in a fraction of the time.
async function shortLists(page: Page): Promise<void> {
  await page.route(/limit=50/, (route) => route.continue({ url: route.request().url().replace('limit=50', 'limit=8') }));
}
async function desk(person: Person): Promise<Page> {
  const { page } = await newPage(browser, 'desk');
  await shortLists(page);
  await signIn(page, person);
  await page.locator('nav.side').waitFor({ state: 'attached' });
  return page;
}
async function firstIds(page: Page, type: string): Promise<string> {
  const answer = await page.request.get(`${base()}/api/records/${type}?limit=1`);
  return ((await answer.json()) as { items: { id: string }[] }).items[0]?.id ?? '';
}

describe('WCAG 2.2 AA, checked by axe', () => {
  it('has no fault on the page of sign-in, before and after a refusal', async () => {
    const { page } = await newPage(browser, 'desk');
    const wrong: string[] = [];
    for (const language of languages) {
      await remember(page, { language });
      wrong.push(...(await faults(page)));
      await signIn(page, { username: 'nobody', password: 'not the password' });
      await page.locator('[role=alert]').waitFor();
      wrong.push(...(await faults(page)));
    }
    expect(wrong).toEqual([]);
  }, 200_000);

  it('has no fault on any page of a county officer', async () => {
    const page = await desk(people().officer);
    const [household, person, round, screening] = [await firstIds(page, 'household'), await firstIds(page, 'person'), await firstIds(page, 'screening_round'), await firstIds(page, 'household_screening')];
    const wrong = await check(page, [
      'home', 'search?q=wangwei', 'coverage', 'coverage?view=tree', 'coverage?view=time', 'coverage?view=heat', 'coverage?view=heat&type=daily_report&by=on_time', 'coverage?view=map', 'coverage?view=missing', 'coverage?view=late', 'coverage?view=fulfilled', 'rounds', 'records/key_person', 'records/household_screening', 'returns', 'returns?view=parts', 'returns?view=signing', 'returns/screening_daily?view=parts', 'trial',
      'records/returnee_registration', 'records/temperature_reading', 'records/recheck', 'records/household', 'records/person', 'uncovered', 'records/reporting_unit', 'records/quality_flag', 'duplicates',
      'quarantine', 'records/post', 'records/zone', 'devices', 'audit', 'levels', 'about', `households/${household}`, `persons/${person}`, `records/screening_round/${round}`, `records/household_screening/${screening}`,
      'records/screening_round/new', 'records/post/new', 'records/case_report', 'records/contact', 'records/transfer', 'records/ward', 'records/ward/new',
    ]);
    expect(wrong).toEqual([]);
  }, 400_000);

  it('has no fault on any page of an administrator', async () => {
    const page = await desk(people().admin);
    expect(await check(page, ['home', 'accounts', 'imports', 'records/post', 'records/zone', 'devices', 'audit', 'nowhere'])).toEqual([]);
  }, 200_000);

  it('has no fault in the dark, nor on the sheets to be printed', async () => {
    const page = await desk(people().officer);
    await remember(page, { theme: 'dark' });
    const household = (await (await page.request.get(`${base()}/api/records/household?limit=1`)).json()) as { items: { id: string; place: string }[] };
    const { id, place } = household.items[0]!;
    expect(await check(page, ['home', 'coverage', 'coverage?view=missing', 'coverage?view=heat', 'coverage?view=map', 'coverage?view=time', 'devices', 'audit', 'returns', 'returns?view=parts', 'returns?view=signing', 'records/household', `households/${id}`, 'rounds', `print/${place}/list`, `print/${place}/codes`])).toEqual([]);
  }, 400_000);

  it('has no fault where identity is asked for, and none on a narrow screen', async () => {
    const page = await desk(people().officer);
    await page.goto(`${base()}/#/persons/${await firstIds(page, 'person')}`);
    await page.getByRole('button', { name: '查看完整身份信息' }).click();
    await page.locator('#purpose').waitFor();
    await page.waitForTimeout(400);
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await check(page, ['coverage', 'coverage?view=missing', 'coverage?view=map', 'coverage?view=time', 'returns', 'returns?view=parts', 'returns?view=signing', 'records/household', 'rounds', 'duplicates', 'devices', 'audit', 'levels'])).toEqual([]);
  }, 200_000);

  it('has no fault on the pages of the phone', async () => {
    const { page } = await newPage(browser, 'phone');
    const before = await faults(page);
    await signIn(page, people().worker);
    await page.locator('[data-household]').first().waitFor();
    const wrong = [...before];
    for (const [language, colorScheme] of [['zh-CN', 'light'], ['en', 'light'], ['zh-CN', 'dark'], ['en', 'dark']] as const) {
      await page.emulateMedia({ colorScheme });
      await remember(page, { language });
      await page.locator('[data-household]').first().waitFor();
      wrong.push(...(await faults(page)).map((fault) => `${language} ${colorScheme} today: ${fault}`));
      const door = await page.locator('a.next').getAttribute('href');
      for (const to of [door!.replace(/^.*#\//, ''), 'outbox', 'me', 'enter/returnee_registration']) {
        await page.goto(`${base()}/field/#/${to}`);
        await page.locator('main h1').first().waitFor();
        await page.waitForTimeout(500);
        wrong.push(...(await faults(page)).map((fault) => `${language} ${colorScheme} ${to}: ${fault}`));
      }
      await page.goto(`${base()}/field/#/`);
    }
    expect(wrong).toEqual([]);
  }, 400_000);
});
