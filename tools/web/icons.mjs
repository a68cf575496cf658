// The app's icon as PNG, drawn when the pages are built: the shield of favicon.svg, in its coordinates, 32 units wide.
import { Buffer } from 'node:buffer';
import { crc32, deflateSync } from 'node:zlib';

const [ground, left, right, white] = [[15, 74, 88], [59, 184, 178], [42, 163, 160], [255, 255, 255]];

/// The shield's left edge at height y (2 to 30): straight lines, then the curve (4,15.2) (4,22.4) (9,28) (16,30), found
/// by halving since its y only grows. The right edge is its mirror image.
function edge(y) {
  if (y < 6.5) return 16 - (12 * (y - 2)) / 4.5;
  if (y < 15.2) return 4;
  const bezier = (t, a, b, c, d) => (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t * t * c + t ** 3 * d;
  let [low, high] = [0, 1];
  for (let i = 0; i < 20; ++i) {
    const middle = (low + high) / 2;
    if (bezier(middle, 15.2, 22.4, 28, 30) < y) low = middle;
    else high = middle;
  }
  return bezier(low, 4, 4, 9, 16);
}
function near(x, y, ax, ay, bx, by) {
  const along = Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)));
  return (x - ax - along * (bx - ax)) ** 2 + (y - ay - along * (by - ay)) ** 2 <= 2.25;
}
const ticked = (x, y) => y > 10 && y < 23 && x > 8 && x < 25 && (near(x, y, 10, 16.2, 14.3, 20.5) || near(x, y, 14.3, 20.5, 22.5, 12));

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

/// A square PNG `size` pixels wide. `margin` is the part of the width left free on each side: 0.1, or 0.2 where a
/// launcher may cut the icon to a circle.
export function icon(size, margin) {
  const samples = 3;
  const scale = 32 / (size * (1 - 2 * margin));
  const unit = (pixel, sample) => (pixel + (sample + 0.5) / samples - size * margin) * scale;
  const rows = Buffer.alloc(size * (size * 3 + 1));
  for (let py = 0; py < size; ++py) {
    const sums = new Uint16Array(size * 3);
    for (let sy = 0; sy < samples; ++sy) {
      const y = unit(py, sy);
      const start = y > 2 && y < 30 ? edge(y) : 16;
      for (let px = 0; px < size; ++px)
        for (let sx = 0; sx < samples; ++sx) {
          const x = unit(px, sx);
          const colour = x <= start || x >= 32 - start ? ground : ticked(x, y) ? white : x < 16 ? left : right;
          for (let i = 0; i < 3; ++i) sums[px * 3 + i] += colour[i];
        }
    }
    for (let i = 0; i < sums.length; ++i) rows[py * (size * 3 + 1) + 1 + i] = Math.round(sums[i] / samples ** 2);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}
