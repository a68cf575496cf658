// The pages must open fast on a county's network: what the first screen of each app loads, gzipped, against its budget.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const here = join(import.meta.dirname, '../../web');
const gzipped = (file) => gzipSync(readFileSync(file)).length;
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/// Every script and style a page pulls in without a further tap: the entry and its static imports.
function firstScreen(dist) {
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const found = new Set();
  const waiting = [...html.matchAll(/(?:src|href)="[^"]*?(assets\/[^"]+)"/g)].map((match) => join(dist, match[1]));
  for (let file = waiting.pop(); file; file = waiting.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    if (!file.endsWith('.js')) continue;
    const code = readFileSync(file, 'utf8');
    for (const match of code.matchAll(/(?:from|import)\s*["'](\.\/[^"']+)["']/g)) waiting.push(join(dirname(file), match[1]));
  }
  return [...found];
}
const allOf = (dist) => readdirSync(dist, { recursive: true }).map((name) => join(dist, String(name))).filter((name) => /\.(js|css)$/.test(name));

const budgets = [
  ['desk, first screen', firstScreen(join(here, 'desk/dist')), 600_000],
  ['field, everything', allOf(join(here, 'field/dist')), 250_000],
];
let failed = false;
for (const [name, files, limit] of budgets) {
  const size = files.reduce((sum, file) => sum + gzipped(file), 0);
  failed ||= size > limit || size === 0;
  console.log(`${size > limit ? 'TOO LARGE' : 'ok'}  ${name}: ${kilobytes(size)} gzipped in ${files.length} files, limit ${kilobytes(limit)}`);
}
for (const app of ['desk', 'field'])
  if (/<script(?![^>]*\bsrc=)/.test(readFileSync(join(here, app, 'dist/index.html'), 'utf8'))) {
    console.error(`${app}: an inline script, which the content security policy forbids`);
    failed = true;
  }
// A county's network may end at the county: no page may fetch anything from elsewhere. (Vant's Icon names a remote font.)
for (const app of ['desk', 'field'])
  for (const file of allOf(join(here, app, 'dist')).filter((name) => name.endsWith('.css')))
    if (/url\(["']?(https?:)?\/\//.test(readFileSync(file, 'utf8'))) {
      console.error(`${file}: fetches from another host`);
      failed = true;
    }
process.exit(failed ? 1 : 0);
