/// Runs the real program on a fresh county in a temporary folder, for all the browser tests together. With FANGXIAN_URL set the tests use the
/// program that runs there instead.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { People } from './stage';

declare module 'vitest' {
  export interface ProvidedContext {
    base: string;
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

const defaultPeople: People = {
  officer: { username: 'officer', password: 'password123' },
  worker: { username: 'grid', password: 'password123' },
};

export default async function setup(project: TestProject): Promise<() => void> {
  const running = process.env['FANGXIAN_URL'];
  if (running) {
    project.provide('base', running);
    project.provide('people', defaultPeople);
    return () => undefined;
  }
  if (!existsSync(binary)) throw new Error(`${binary} is missing: build the program first (./dev build)`);
  const data = mkdtempSync(join(tmpdir(), 'fangxian-e2e-'));
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  execFileSync(binary, ['demo', '--data', data, '--prepare-only'], { stdio: 'inherit', cwd: top });
  const program = spawn(binary, ['serve', '--data', data, '--port', String(port)], { stdio: ['ignore', 'ignore', 'inherit'], cwd: top });
  await untilHealthy(base, program);
  project.provide('base', base);
  project.provide('people', defaultPeople);
  return () => {
    program.kill('SIGTERM');
    rmSync(data, { recursive: true, force: true });
  };
}
