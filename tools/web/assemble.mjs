// Puts the built pages where `fangxian serve` looks for them, build/web: the desk at /, the field app at /field/, each
// text file beside its .gz and .br, which the server sends to who accepts them.
import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const top = join(import.meta.dirname, '../..');
const folder = join(top, 'build/web');
const fresh = `${folder}.new`;

rmSync(fresh, { recursive: true, force: true });
mkdirSync(join(top, 'build'), { recursive: true });
cpSync(join(top, 'web/desk/dist'), fresh, { recursive: true });
cpSync(join(top, 'web/field/dist'), join(fresh, 'field'), { recursive: true });

let files = 0;
for (const name of readdirSync(fresh, { recursive: true }).map(String).filter((one) => /\.(html|js|css|svg|webmanifest)$/.test(one))) {
  const bytes = readFileSync(join(fresh, name));
  files += 1;
  if (bytes.length < 1024) continue;
  writeFileSync(join(fresh, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  writeFileSync(join(fresh, `${name}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
}
rmSync(folder, { recursive: true, force: true });
renameSync(fresh, folder);
console.log(`${files} files in ${folder}`);
