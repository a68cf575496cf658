/// Runs the real program on a fresh county in a temporary folder, for all the browser tests together. With FANGXIAN_URL set the tests use the
/// program that runs there instead, and FANGXIAN_DATA names its folder.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { People } from './stage';

declare module 'vitest' {
  export interface ProvidedContext {
    base: string;
    data: string;
    people: People;
  }
}

const top = join(import.meta.dirname, '../..');
const binary = process.env['FANGXIAN_BIN'] ?? join(top, 'build/release/bin/fangxian');

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

async function untilHealthy(base: string, program: ChildProcess): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 200) {
    if (program.exitCode !== null) throw new Error(`fangxian ended with ${program.exitCode}`);
    const answer = await fetch(`${base}/healthz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('fangxian did not become healthy within a minute');
}

/// demo-accounts.txt: a line for each, "  county      z85n-d3e8-kpnp-6zzk   县指挥部值班员".
function peopleOf(data: string): People {
  const lines = readFileSync(join(data, 'demo-accounts.txt'), 'utf8').split('\n').map((line) => line.trim().split(/\s+/));
  const person = (username: string) => {
    const line = lines.find(([name]) => name === username);
    if (!line?.[1]) throw new Error(`demo-accounts.txt names no ${username}`);
    return { username, password: line[1] };
  };
  return { officer: person('county'), cdc: person('cdc'), worker: person('grid'), admin: person('admin'), township: person('township') };
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env['FANGXIAN_URL'];
  if (running) {
    project.provide('base', running);
    project.provide('data', process.env['FANGXIAN_DATA'] ?? '');
    project.provide('people', peopleOf(process.env['FANGXIAN_DATA'] ?? ''));
    return () => Promise.resolve();
  }
  if (!existsSync(binary)) throw new Error(`${binary} is missing: build the program first (./dev build)`);
  const data = mkdtempSync(join(tmpdir(), 'fangxian-e2e-'));
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const env = { ...process.env, LANG: 'zh_CN.UTF-8', LC_ALL: 'zh_CN.UTF-8' };
  execFileSync(binary, ['demo', '--data', data, '--prepare-only'], { stdio: ['ignore', 'ignore', 'inherit'], cwd: top, env });
  const program = spawn(binary, ['serve', '--data', data, '--port', String(port)], { stdio: ['ignore', 'ignore', 'inherit'], cwd: top, env });
  await untilHealthy(base, program);
  project.provide('base', base);
  project.provide('data', data);
  project.provide('people', peopleOf(data));
  return async () => {
    const ended = new Promise((resolve) => program.once('exit', resolve));
    program.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
}
