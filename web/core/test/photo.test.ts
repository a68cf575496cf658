import { describe, expect, it } from 'vitest';
import { fitted, photoSizes, withoutMetadata } from '../src/photo';

const bytes = (...parts: (string | number[])[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...part].map((letter) => letter.charCodeAt(0)) : part)));
const segment = (marker: number, data: string): number[] => [0xff, marker, ...[data.length + 2 >> 8, data.length + 2 & 0xff], ...bytes(data)];
const jfif = segment(0xe0, 'JFIF\0\x01\x01\x00\x00\x01\x00\x01\x00\x00');
const picture = [...segment(0xdb, 'tables'), ...segment(0xc0, 'frame'), ...segment(0xda, 'scan'), 1, 2, 0xff, 0xe1, 3, 0xff, 0xd9];

describe('a photo for a form', () => {
  it('loses where and with what it was taken, and nothing of the picture', () => {
    const icc = segment(0xe2, 'ICC_PROFILE\0colours');
    const taken = bytes([0xff, 0xd8], jfif, segment(0xe1, 'Exif\0\0GPS 36.2 109.3'), icc, segment(0xed, 'Photoshop 3.0'), segment(0xfe, 'by hand'), segment(0xe2, 'MPF\0preview'), picture);
    expect([...withoutMetadata(taken)]).toEqual([...bytes([0xff, 0xd8], jfif, icc, picture)]);
  });

  it('of a head with a preview in it keeps neither', () => {
    expect([...withoutMetadata(bytes([0xff, 0xd8], segment(0xe0, 'JFIF\0\x01\x01\x00\x00\x01\x00\x01\x02\x02preview'), picture))]).toEqual([...bytes([0xff, 0xd8], picture)]);
  });

  it('gives back what is broken as it is: the server says what is wrong with it', () => {
    for (const broken of [bytes(), bytes([0xff]), bytes([0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, 1]), bytes([0xff, 0xd8, 0xff, 0xe1, 0, 0])]) expect([...withoutMetadata(broken)]).toEqual([...broken]);
  });

  it('is made smaller, never larger, in its own shape', () => {
    expect(fitted(4000, 3000, 1600)).toEqual([1600, 1200]);
    expect(fitted(3000, 4000, 1600)).toEqual([1200, 1600]);
    expect(fitted(640, 480, 1600)).toEqual([640, 480]);
    expect(fitted(20_000, 3, 1600)).toEqual([1600, 1]);
    for (const [i, [side, quality]] of photoSizes.slice(1).entries()) expect(side * quality).toBeLessThan(photoSizes[i]![0] * photoSizes[i]![1]);
  });
});
