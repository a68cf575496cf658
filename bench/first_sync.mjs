#!/usr/bin/env node
/**
 * The first sync of a phone that answers for a whole county, and the sync after 200 households have changed, in Debian's
 * Chromium with its network held to 1 Mbit/s and 50 ms (DevTools protocol), against a server on this machine.
 *
 *     node bench/first_sync.mjs SITE [ROUNDS]      SITE: a prepared demo county (./dev demo --data SITE --prepare-only)
 *
 * Prints seconds from the tap on "sign in" to the complete list, and from the network's return until the changes have come and
 * the page rests; bytes over the line; medians of ROUNDS (3).
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { chromium } from 'playwright-core';

const [site, rounds = '3'] = process.argv.slice(2);
const kilobits = Number(process.env.KILOBITS ?? 1000), changes = 200;
const accounts = new Map(readFileSync(`${site}/demo-accounts.txt`, 'utf8').split('\n').map((line) => line.trim().split(/\s+/)).filter((line) => line[1]).map(([name, password]) => [name, password]));
const median = (of) => [...of].sort((a, b) => a - b)[of.length >> 1];
const port = await new Promise((resolve) => { const probe = createServer().listen(0, '127.0.0.1', () => { const { port } = probe.address(); probe.close(() => resolve(port)); }); });
const base = `http://127.0.0.1:${port}`;
const server = spawn('build/release/bin/fangxian', ['serve', '--data', site, '--port', String(port), '--web', 'build/web'], { stdio: 'ignore' });
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
while (!(await fetch(`${base}/healthz`).catch(() => null))?.ok) {
  if (server.exitCode !== null) throw new Error(`fangxian serve ended with ${server.exitCode}; is ${site} a prepared site that nobody serves?`);
  await pause(100);
}

/** A desk of its own, not held back, that changes the notes of `changes` households. */
async function changeHouseholds(browser, round) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${base}/`);
  const done = await page.evaluate(async ({ username, password, changes, round }) => {
    const session = await (await fetch('/api/sign-in', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ username, password }) })).json();
    const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf };
    const list = (await (await fetch(`/api/records/household?limit=${changes}`, { headers })).json()).items;
    const items = list.map((one) => ({ type: 'household', id: one.id, command: crypto.randomUUID(), base_version: one.version, stated_at: new Date().toISOString(), fields: { note: `round ${round}` } }));
    const answer = await (await fetch('/api/push', { method: 'POST', headers, body: JSON.stringify({ items }) })).json();
    return answer.results?.filter((one) => one.status === 'changed' || one.status === 'merged').length ?? answer;
  }, { username: 'township', password: accounts.get('township'), changes, round });
  await context.close();
  if (done !== changes) throw new Error(`changed ${JSON.stringify(done)} of ${changes}`);
}

const first = [], delta = [], bytes = [], deltaBytes = [];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] });
try {
  for (let round = 1; round <= Number(rounds); ++round) {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: 'zh-CN', serviceWorkers: 'block' });
    const page = await context.newPage();
    const line = await context.newCDPSession(page);
    await line.send('Network.enable');
    let came = 0, answers = 0;
    line.on('Network.loadingFinished', (event) => (came += event.encodedDataLength));
    page.on('requestfinished', (request) => (answers += request.url().includes('/api/field/sync') ? 1 : 0));
    await page.goto(`${base}/field/`);
    await page.fill('[name=username]', 'county');
    await page.fill('[name=password]', accounts.get('county'));
    await line.send('Network.emulateNetworkConditions', { offline: false, latency: 50, downloadThroughput: (kilobits * 1000) / 8, uploadThroughput: (kilobits * 1000) / 8 });
    let begun = performance.now();
    came = 0;
    await page.click('button[type=submit]');
    await page.locator('[data-progress]').waitFor();
    await page.locator('[data-progress]').waitFor({ state: 'detached', timeout: 600_000 });
    await page.locator('[data-household]').first().waitFor();
    first.push((performance.now() - begun) / 1000);
    bytes.push(came);
    await pause(1500);

    await changeHouseholds(browser, round);
    const before = answers;
    begun = performance.now();
    came = 0;
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    while (answers === before) await pause(10);
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => indexedDB.databases().then(resolve))));
    delta.push((performance.now() - begun) / 1000);
    await pause(500);
    deltaBytes.push(came);
    console.log(`round ${round}: first ${first.at(-1).toFixed(1)} s, ${(bytes.at(-1) / 1e6).toFixed(2)} MB; after ${changes} changes ${delta.at(-1).toFixed(2)} s, ${(deltaBytes.at(-1) / 1e3).toFixed(0)} kB`);
    await context.close();
  }
  console.log(`medians at ${kilobits} kbit/s: first ${median(first).toFixed(1)} s, after ${changes} changes ${median(delta).toFixed(2)} s`);
} finally {
  await browser.close();
  server.kill();
}
