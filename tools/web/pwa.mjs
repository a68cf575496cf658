// Vite plugin: makes a build installable. Draws the icons and writes sw.js from its template with the list of files the
// app is made of; its version is the hash of their bytes, so a build that changed nothing is no update.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { icon } from './icons.mjs';

const icons = [['icon-192.png', 192, 0.1], ['icon-512.png', 512, 0.2]];
/// Icons are the installer's, not the app's: they cost no one's data before that.
const needed = (name) => /\.(html|js|css|svg)$/.test(name) && name !== 'sw.js';

export const pwa = (template) => ({
  name: 'fangxian-pwa',
  apply: 'build',
  writeBundle({ dir }) {
    mkdirSync(join(dir, 'icons'), { recursive: true });
    for (const [name, size, margin] of icons) writeFileSync(join(dir, 'icons', name), icon(size, margin));
    const files = readdirSync(dir, { recursive: true }).map((name) => String(name).replaceAll('\\', '/')).filter(needed).sort();
    const hash = createHash('sha256').update(readFileSync(template));
    for (const name of files) hash.update(name).update(readFileSync(join(dir, name)));
    const worker = readFileSync(template, 'utf8').replace("'__VERSION__'", JSON.stringify(hash.digest('hex').slice(0, 12))).replace("['__FILES__']", JSON.stringify(files));
    writeFileSync(join(dir, 'sw.js'), worker);
  },
});
