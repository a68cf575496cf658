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
const narrow = (page: Page, width: number): Promise<boolean> => page.evaluate((limit) => document.documentElement.scrollWidth <= limit, width);
const names = (page: Page, group: string): Promise<string[]> => page.locator(`[data-group=${group}] li`).evaluateAll((rows, what) => rows.map((row) => row.getAttribute(`data-${what}`) ?? ''), group);
/// A figure counts once its box is left.
async function fill(page: Page, figures: Record<string, number>): Promise<void> {
  for (const [name, value] of Object.entries(figures)) await page.fill(`#field-${name}`, String(value));
  await page.keyboard.press('Tab');
}
async function declared(page: Page): Promise<string> {
  await page.locator('[data-submit]').click();
  await page.locator('[data-measures]').waitFor();
  return page.url();
}

interface Listed {
  place: string;
  id: string;
  version: number;
}
const read = async <T>(page: Page, path: string): Promise<T> => (await page.request.get(base() + path)).json() as Promise<T>;
/// A village that no other story looks at, with no level of its own.
async function quietVillage(page: Page): Promise<string> {
  const { below } = await read<{ below: { place: string; here: unknown[]; within: unknown[] }[] }>(page, '/api/responses');
  const township = below.findLast(({ here, within }) => here.length + within.length === 0)!;
  return (await read<{ children: Listed[] }>(page, `/api/places/${township.place}`)).children.at(-1)!.place;
}
const officersOf = async (page: Page, village: string): Promise<string[]> =>
  (await read<{ items: Listed[] }>(page, `/api/records/post?place=${village}&limit=50&where=${encodeURIComponent('{"eq":["role","village_officer"]}')}`)).items.map(({ id }) => id);
async function endPost(page: Page, id: string, valid_to: string | null): Promise<void> {
  const { csrf } = await read<{ csrf: string }>(page, '/api/session');
  const { version } = await read<Listed>(page, `/api/records/post/${id}`);
  const answer = await page.request.patch(`${base()}/api/records/post/${id}`, { headers: { 'X-CSRF-Token': csrf }, data: { command: randomUUID(), base_version: version, stated_at: new Date().toISOString(), fields: { valid_to } } });
  expect(answer.status(), await answer.text()).toBeLessThan(300);
}

describe('a level', () => {
  it('is raised from what is in force: the page says what opens, goes on and ends before anything is ordered', async () => {
    const { page, complaints } = await deskAt(people().officer, '/response');
    const card = page.locator('[data-response-card]');
    await card.first().waitFor();
    expect(await card.first().locator('[data-level=low]').innerText()).toBe('低风险');
    expect(await card.first().locator('[data-time-left]').innerText()).toMatch(/^剩/);
    expect(await page.locator('[data-below] [data-place] [data-level=case]').count()).toBe(1);
    expect(await faults(page)).toEqual([]);
    await picture(page, 'desk-responses');

    await page.locator('[data-declare]').click();
    await page.locator('[data-plan=risk_2020] input').check();
    await page.locator('[data-rung=medium] input').check();
    await page.locator('[data-opens]').first().waitFor();
    expect(await names(page, 'opens')).toEqual(['stop_spread', 'restore_steps']);
    expect(await names(page, 'continues')).toEqual(['keep_out']);
    expect(await names(page, 'ends')).toEqual(['restore_all']);
    expect(await page.locator('[data-step]').innerText()).toContain('由“低风险”提升到“中风险”');
    expect(await page.locator('[data-rung=low] [data-current]').count()).toBe(1);

    // The rule speaks once the figures are there, and asks why where something else is chosen.
    expect(await page.locator('[data-judgement]').count()).toBe(0);
    await fill(page, { confirmed_total: 60, confirmed_recent: 2, clusters_recent: 1 });
    await page.locator('[data-judgement]', { hasText: '高风险' }).waitFor();
    await page.locator('#field-deviation_reason').waitFor();
    await fill(page, { confirmed_total: 3, clusters_recent: 0 });
    await page.locator('[data-rung=medium] [data-judged]').waitFor();
    expect(await page.locator('#field-deviation_reason').count()).toBe(0);

    // Left out without a reason it is not declared, and nothing entered is lost.
    await page.fill('#field-document', '甘防指〔2026〕8号');
    await page.locator('[data-leave=restore_steps]').check();
    await page.locator('[data-submit]').click();
    await page.locator('[data-opens=restore_steps] [role=alert]').waitFor();
    await page.locator('[data-field=reason].wrong').waitFor();
    expect(await page.inputValue('#field-document')).toBe('甘防指〔2026〕8号');
    expect(await faults(page)).toEqual([]);
    await page.fill('[data-why=restore_steps]', '本县企业均已复工');
    await page.fill('#field-reason', '14 天内新增 2 例，均已隔离治疗，未发生聚集性疫情。');
    await page.locator('[data-sum]', { hasText: '1 将启动' }).waitFor();
    await picture(page, 'desk-response-new');
    await declared(page);
    expect(await page.locator('[data-response-state]').innerText()).toBe('执行中');
    expect(complaints).toEqual([]);
  });

  it('has a page: its measures with their orders, what ended and what was left out, and it is prolonged', async () => {
    const { page, complaints } = await deskAt(people().officer, '/response');
    await page.locator('[data-response-card] a', { hasText: '区域风险等级' }).click();
    await page.locator('[data-measures]').waitFor();
    const measures = page.locator('[data-measures] [data-measure]');
    expect(await measures.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-measure')))).toEqual(['keep_out', 'stop_spread']);
    expect(await page.locator('[data-left-out] [data-left=restore_steps]').innerText()).toContain('本县企业均已复工');
    expect(await page.locator('[data-ended] [data-measure=restore_all]').count()).toBe(1);
    expect(await page.locator('[data-response-facts]').innerText()).toContain('甘防指〔2026〕8号');
    expect(await faults(page)).toEqual([]);
    await picture(page, 'desk-response');

    // Its order leads back to it.
    const address = page.url();
    await page.locator('[data-measure=stop_spread] [data-order]').click();
    await page.locator('[data-of-response]').click();
    await page.locator('[data-measures]').waitFor();
    expect(page.url()).toBe(address);

    const before = await page.locator('[data-ends]').innerText();
    await page.locator('header [data-prolong]').click();
    const later = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    await page.fill('#prolong-end', `${later} 18:00`);
    await page.keyboard.press('Enter');
    await page.fill('#purpose', '疫情形势仍需观察');
    expect(await faults(page)).toEqual([]);
    await page.locator('.el-dialog .el-button--primary').click();
    await page.locator('[data-response-facts]', { hasText: '疫情形势仍需观察' }).waitFor();
    expect(await page.locator('[data-ends]').innerText()).not.toBe(before);

    await page.locator('[data-measure=keep_out] [data-end]').click();
    await page.fill('#purpose', '由县交通局统一负责');
    await page.locator('.el-dialog .el-button--primary').click();
    await page.locator('[data-measure=keep_out][data-state=ended]').waitFor();

    await page.locator('[data-previous]').click();
    await page.locator('[data-response-state]', { hasText: '已被取代' }).waitFor();
    await page.locator('[data-next]').click();
    await page.locator('[data-response-state]', { hasText: '执行中' }).waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('[data-measure=stop_spread] .only-print').isVisible()).toBe(true);
    expect(await page.locator('header [data-prolong]').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('that changed meanwhile is shown anew, with everything entered kept', async () => {
    const first = await deskAt(people().officer, '/response/new?plan=risk_2020&level=high');
    const second = await deskAt(people().officer, '/response/new?plan=risk_2020&level=high');
    for (const { page } of [first, second]) {
      await page.locator('[data-opens]').first().waitFor();
      await fill(page, { confirmed_total: 55, confirmed_recent: 9, clusters_recent: 1 });
      await page.locator('[data-rung=high] [data-judged]').waitFor();
      await page.fill('#field-reason', '发生聚集性疫情。');
    }
    await declared(first.page);
    await second.page.locator('[data-submit]').click();
    await second.page.locator('[data-moved]').waitFor();
    expect(await second.page.inputValue('#field-reason')).toBe('发生聚集性疫情。');
    expect(await second.page.inputValue('#field-confirmed_total')).toBe('55');
    await second.page.locator('[data-rung=high] [data-current]').waitFor();
    expect(await names(second.page, 'opens')).toEqual([]);
    expect(await faults(second.page)).toEqual([]);
    await picture(second.page, 'desk-response-moved');
    await declared(second.page);
    expect([...first.complaints, ...second.complaints]).toEqual([]);
  });

  it('whose measure has nobody to carry it out says so at that measure, and is not declared', async () => {
    const { page, complaints } = await deskAt(people().officer, '/response');
    await page.locator('[data-below] [data-place]').first().waitFor();
    const village = await quietVillage(page);
    const posts = await officersOf(page, village);
    for (const post of posts) await endPost(page, post, new Date(Date.now() - 86_400_000).toISOString().slice(0, 10));
    try {
      await page.goto(`${base()}/#/response/new?area=${village}&plan=community_2020&level=none`);
      await page.locator('[data-opens=hygiene] [data-problem]', { hasText: '没有可以执行的岗位' }).waitFor();
      expect(await page.locator('[data-opens=hygiene] [data-posts]').innerText()).toBe('0 个岗位');
      expect(await page.locator('[data-opens=returnees] [data-problem]').count()).toBe(0);
      expect(await faults(page)).toEqual([]);
      await picture(page, 'desk-response-no-post');
      await fill(page, { confirmed_recent: 0, clusters_recent: 0, unlinked_recent: 0 });
      await page.fill('#field-reason', '无病例。');
      await page.locator('[data-rung=none] [data-judged]').waitFor();
      await page.locator('[data-submit]').click();
      await page.locator('form [role=alert]', { hasText: '没有可以执行的岗位' }).waitFor();
      await page.locator('[data-leave=hygiene]').check();
      await page.fill('[data-why=hygiene]', '由街道统一组织');
      await page.locator('[data-opens=hygiene] [data-problem]').waitFor({ state: 'detached' });
      expect(await page.inputValue('#field-reason')).toBe('无病例。');
    } finally {
      for (const post of posts) await endPost(page, post, null);
    }
    expect(complaints).toEqual([]);
  });

  it('is declared by a township for one of its villages; a measure that would outlast it is told at that measure', async () => {
    const { page, complaints } = await deskAt(people().township, '/response/new');
    await page.locator('[data-instead]').last().click();
    await page.locator('[data-rung=none] input').check();
    expect(await page.locator('[data-rung=case] input').isDisabled()).toBe(true);
    await page.locator('[data-opens=returnees]').waitFor();
    await page.locator('[data-other-end=returnees]').check();
    await page.fill('#end-returnees', `${new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10)} 18:00`);
    await page.keyboard.press('Enter');
    await page.locator('[data-opens=returnees] [data-problem]').waitFor();
    expect(await faults(page)).toEqual([]);
    await page.locator('[data-other-end=returnees]').uncheck();
    await page.locator('[data-opens=returnees] [data-problem]').waitFor({ state: 'detached' });
    await fill(page, { confirmed_recent: 0, clusters_recent: 0, unlinked_recent: 0 });
    await page.locator('[data-rung=none] [data-judged]').waitFor();
    await page.fill('#field-reason', '未发现病例。');
    await declared(page);
    expect(await page.locator('[data-measures] [data-measure]').count()).toBe(6);
    await page.locator('header [data-end]').click();
    await page.fill('#purpose', '改由县里宣布');
    await page.locator('.el-dialog .el-button--primary').click();
    await page.locator('[data-response-state]', { hasText: '已终止' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('of a plan that is not for the area asks for another area', async () => {
    const { page, complaints } = await deskAt(people().officer, '/response/new?plan=community_2020');
    await page.locator('[data-elsewhere]', { hasText: '村（社区）' }).waitFor();
    expect(await page.locator('input[name=response-plan]:checked').count()).toBe(0);
    expect(await faults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('is read on a phone and on a wide screen, in English too; a township sees what was declared above it', async () => {
    const { page, complaints } = await deskAt(people().township, '/response');
    await page.locator('[data-from-above]').first().waitFor();
    await page.locator('[data-response-card]', { has: page.locator('[data-from-above]') }).locator('a').click();
    await page.locator('[data-measures] [data-measure]').first().waitFor();
    expect(await page.locator('[data-measures] [data-order], [data-prolong], [data-end], [data-other-level]').count()).toBe(0);
    expect(await faults(page)).toEqual([]);
    await page.goto(`${base()}/#/response`);
    await page.locator('[data-response-list]').waitFor();
    await page.locator('button.plain[lang=en]').click();
    await page.locator('h1', { hasText: 'Response levels' }).waitFor();
    for (const [address, shown] of [['/response', '[data-response-list] li'], ['/response/new', '[data-no-plan]'], ['/plans/emergency_county', '[data-plan-table]']] as const) {
      await page.goto(`${base()}/#${address}`);
      await page.locator(shown).first().waitFor();
      for (const width of [360, 768, 1920]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await narrow(page, width), `${address} at ${width}`).toBe(true);
      }
      expect(await faults(page)).toEqual([]);
    }
    await picture(page, 'desk-plans');
    expect(await page.locator('[data-plan-measure=checkpoints] [data-at=I] .dot').count()).toBe(1);
    expect(await page.locator('[data-plan-measure=checkpoints] [data-at=IV] .dot').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('stands on the home page of the desk', async () => {
    const { page, complaints } = await deskAt(people().officer, '/home');
    const line = page.locator('[data-home-levels]');
    await line.waitFor();
    expect(await line.innerText()).toContain('高风险');
    await line.locator('a').first().click();
    await page.locator('[data-response-card]').first().waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('a level on the phone', () => {
  it('is told to the worker, also when the network is gone', async () => {
    const { page, complaints } = await newPage(browser, 'phone');
    await signIn(page, people().worker);
    const card = page.locator('[data-level-card]');
    await card.waitFor();
    expect(await card.innerText()).toContain('高风险');
    expect(await faults(page)).toEqual([]);
    expect(await narrow(page, 390)).toBe(true);
    await picture(page, 'field-levels');
    await page.context().setOffline(true);
    await card.locator('[role=status]', { hasText: '没有网络' }).waitFor();
    expect(await card.locator('[data-level-line]').count()).toBe(1);
    expect(complaints).toEqual([]);
  });
});
