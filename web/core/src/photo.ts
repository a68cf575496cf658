/// A photo for a form: small enough to travel over a village's line, and without where and with what it was taken.
export interface Photo {
  blob: Blob;
  width: number;
  height: number;
}

/// What the server has of it.
export interface StoredPhoto {
  id: string;
  outcome: 'created' | 'repeat';
  media_type: string;
  size: number;
  width: number;
  height: number;
  sha256: string;
}

/// Tried in turn until the photo fits: longest side in pixels, JPEG quality.
export const photoSizes: readonly (readonly [number, number])[] = [[1600, 0.8], [1600, 0.65], [1280, 0.65], [1024, 0.6], [800, 0.5]];

/// Width and height of a picture whose longest side is at most `side`; never enlarged.
export function fitted(width: number, height: number, side: number): [number, number] {
  const scale = Math.min(1, side / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/// A JPEG without EXIF, previews and comments, which some browsers write of their own accord: only what its colours need
/// stays. Anything that does not look like a JPEG is given back as it is.
export function withoutMetadata(jpeg: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const kept: Uint8Array[] = [jpeg.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= jpeg.length && jpeg[at] === 0xff && jpeg[at + 1] !== 0xda) {
    const marker = jpeg[at + 1]!;
    const end = at + 2 + ((jpeg[at + 2]! << 8) | jpeg[at + 3]!);
    if (end > jpeg.length || end < at + 4) return jpeg;
    const application = (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;
    if (!application || ofThePicture(marker, jpeg.subarray(at + 4, end))) kept.push(jpeg.subarray(at, end));
    at = end;
  }
  kept.push(jpeg.subarray(at));
  const out = new Uint8Array(kept.reduce((sum, part) => sum + part.length, 0));
  kept.reduce((place, part) => (out.set(part, place), place + part.length), 0);
  return out;
}
/// The server takes the same (src/images/jpeg.cpp): a JFIF head without a preview, ICC, Adobe.
function ofThePicture(marker: number, data: Uint8Array): boolean {
  const begins = (text: string): boolean => [...text].every((letter, i) => data[i] === letter.charCodeAt(0));
  return (marker === 0xe0 && begins('JFIF\0') && data.length === 14) || (marker === 0xe2 && begins('ICC_PROFILE\0')) || (marker === 0xee && begins('Adobe'));
}

const asJpeg = (canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> => new Promise((give) => canvas.toBlob(give, 'image/jpeg', quality));

async function drawn(picture: HTMLImageElement, side: number): Promise<HTMLCanvasElement> {
  const [width, height] = fitted(picture.naturalWidth, picture.naturalHeight, side);
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const brush = canvas.getContext('2d')!;
  brush.fillStyle = '#fff'; // what is transparent would be black
  brush.fillRect(0, 0, width, height);
  brush.drawImage(picture, 0, 0, width, height);
  return canvas;
}

/// The picture in `file`, upright, drawn anew as a JPEG of at most `bytesMax`; null when the browser cannot show it, or it
/// does not get that small.
export async function shrunkPhoto(file: Blob, bytesMax: number): Promise<Photo | null> {
  const address = URL.createObjectURL(file);
  try {
    const picture = new Image();
    picture.src = address;
    await picture.decode();
    for (const [side, quality] of photoSizes) {
      const canvas = await drawn(picture, side);
      const { width, height } = canvas;
      const encoded = await asJpeg(canvas, quality);
      canvas.width = canvas.height = 0; // an old phone gives the memory back at once
      if (!encoded) return null;
      const blob = new Blob([withoutMetadata(new Uint8Array(await encoded.arrayBuffer()))], { type: 'image/jpeg' });
      if (blob.size <= bytesMax) return { blob, width, height };
    }
    return null;
  } catch (error) {
    console.warn(error);
    return null;
  } finally {
    URL.revokeObjectURL(address);
  }
}
