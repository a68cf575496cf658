import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base, figure, newPage, openBrowser, people, picture, signIn } from './stage';

let browser: Browser;
let desk: Page;
let phone: Page;
let complaints: string[];

beforeAll(async () => {
  browser = await openBrowser();
  ({ page: desk } = await newPage(browser, 'desk'));
  await signIn(desk, people().officer);
  await desk.locator('[data-figure=fulfilled]').waitFor();
  ({ page: phone, complaints } = await newPage(browser, 'phone'));
});
afterAll(() => browser.close());

const outbox = (): Promise<string> => phone.locator('[data-state=outbox]').innerText();
const result = (state: string) => phone.locator(`[data-result=${state}]`).waitFor();
async function openNext(): Promise<string> {
  await phone.goto(`${base()}/field/#/`);
  const next = phone.locator('a.next');
  await next.waitFor();
  const household = (await next.getAttribute('href'))!.split('/').at(-1)!;
  await next.click();
  await phone.locator('[data-field=visit_outcome]').waitFor();
  return household;
}
const tap = (field: string, code: string) => phone.locator(`[data-field=${field}] [data-code="${code}"]`).click();
const save = () => phone.locator('button[type=submit]').click();
async function answerAsMet(): Promise<void> {
  await tap('visit_outcome', '1');
  for (const field of ['present_count', 'away_count']) await phone.locator(`[data-field=${field}] .suggest`).click();
  await tap('any_symptom', 'false');
  await tap('any_key_area', 'false');
}

describe('the grid worker with a phone', () => {
  it('signs in and sees the households of their own zone, what is due first', async () => {
    await signIn(phone, people().worker);
    await phone.locator('[data-household]').first().waitFor();
    const standing = await phone.locator('[data-standing]').evaluateAll((all) => all.map((one) => ['overdue', 'open', 'done'].indexOf(one.getAttribute('data-standing')!)));
    expect(standing).toEqual([...standing].sort());
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await picture(phone, 'field-today');
  });

  it('cannot read a household of another zone', async () => {
    const own = new Set(await phone.locator('[data-household]').evaluateAll((all) => all.map((one) => one.getAttribute('data-household'))));
    await desk.goto(`${base()}/#/coverage?view=missing`);
    const links = desk.locator('[data-list=subjects] tbody a');
    await links.first().waitFor();
    const ids = (await links.evaluateAll((all) => all.map((one) => one.getAttribute('href')!.split('/').at(-1)!))).filter((id) => !own.has(id));
    expect(ids.length).toBeGreaterThan(0);
    const answer = await phone.request.get(`${base()}/api/records/household/${ids[0]}`);
    expect([403, 404]).toContain(answer.status());
    await desk.goto(`${base()}/#/coverage`);
  });

  it('screens a household, and the officer\'s figure moves without a reload', async () => {
    await desk.locator('[data-figure=fulfilled]').waitFor();
    const before = await figure(desk, 'fulfilled');
    await openNext();
    await answerAsMet();
    await picture(phone, 'field-form');
    await save();
    await result('sent');
    await desk.waitForFunction((least) => Number(document.querySelector('[data-figure=fulfilled] strong')!.textContent!.replaceAll(/\D/g, '')) >= least, before + 1, { timeout: 5_000 });
    await picture(phone, 'field-done');
  });

  it('reaches a household by phone: the number shows after a purpose is chosen, and the look is on record', async () => {
    await openNext();
    expect(await phone.locator('main').innerText()).not.toMatch(/1\d{10}/);
    await phone.locator('[data-do=show-phone]').click();
    await picture(phone, 'field-phone');
    await phone.locator('[data-sheet=phone] .second').first().click();
    await phone.locator('[data-phone=full]').waitFor();
    expect(await phone.locator('[data-phone=full]').getAttribute('href')).toMatch(/^tel:1\d{10}$/);
    const log = (await (await desk.request.get(`${base()}/api/access-log?limit=1`)).json()) as { items: { action: string; username: string; purpose: string }[] };
    expect(log.items[0]).toMatchObject({ action: 'unmask', username: people().worker.username, purpose: '电话完成入户排查' });
  });

  it('reports that nobody was home with two taps, and sees the revisit it opened', async () => {
    await openNext();
    await tap('visit_outcome', '4');
    await save();
    await result('sent');
    await phone.getByText('复访').waitFor();
    await picture(phone, 'field-nobody-home');
  });

  it('is told about a bad temperature at its place, and keeps what was entered', async () => {
    await openNext();
    await answerAsMet();
    const reading = phone.locator('[data-row="0"] input').first();
    await reading.fill('50');
    await save();
    await phone.locator('[data-row="0"] [role=alert]').waitFor();
    expect(await reading.inputValue()).toBe('50.0');
    await phone.reload();
    await phone.locator('[data-row="0"] input').first().waitFor();
    expect(await phone.locator('[data-row="0"] input').first().inputValue()).toBe('50.0');
    await phone.locator('[data-row="0"] input').first().fill('36.6');
    await picture(phone, 'field-mended');
    await save();
    await result('sent');
  });

  it('saves without a network at once, shows what waits, and sends it by itself when the network is back', async () => {
    await openNext();
    await phone.context().setOffline(true);
    await answerAsMet();
    await save();
    await result('waiting');
    expect(await outbox()).toMatch(/1/);
    await picture(phone, 'field-offline');
    await phone.context().setOffline(false);
    await result('sent');
    expect(await outbox()).not.toMatch(/\d/);
    expect(complaints).toEqual([]);
  });
});
