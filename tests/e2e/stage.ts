/// The hands of the stories: a browser, a desk 1440 px wide, a phone 390 px wide, and pictures of what was seen.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type Page, chromium } from 'playwright-core';
import { inject } from 'vitest';

export interface Person {
  username: string;
  password: string;
}
export interface People {
  officer: Person;
  cdc: Person;
  worker: Person;
  admin: Person;
  township: Person;
}

const pictures = join(import.meta.dirname, '../../out/e2e');
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const base = (): string => inject('base');
/// The folder of the site that is served.
export const data = (): string => inject('data');
export const people = (): People => inject('people');

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: flags });

/// A page of its own person: no cookie is shared. Whatever the page complains about fails the test that reads `complaints`.
export async function newPage(browser: Browser, kind: 'desk' | 'phone'): Promise<{ page: Page; complaints: string[] }> {
  // The desk stands in a zone that changes its clocks: what it shows is China's time all the same.
  const phone = kind === 'phone';
  const context = await browser.newContext({ viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 }, hasTouch: phone, isMobile: phone, locale: 'zh-CN', timezoneId: phone ? 'Asia/Shanghai' : 'America/New_York', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource|ERR_INTERNET_DISCONNECTED/.test(message.text())) complaints.push(message.text());
  });
  await page.goto(base() + (phone ? '/field/' : '/'));
  return { page, complaints };
}

export async function signIn(page: Page, person: Person): Promise<void> {
  await page.fill('[name=username]', person.username);
  await page.fill('[name=password]', person.password);
  await page.click('button[type=submit]');
}

export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

export async function figure(page: Page, name: 'expected' | 'fulfilled' | 'late' | 'todo' | 'missed'): Promise<number> {
  const text = await page.locator(`[data-figure=${name}] strong`).innerText();
  return Number(text.replaceAll(/\D/g, ''));
}
