/// What lies on the phone is sealed: AES-256-GCM under the data key of the account, the place it lies at bound in, so that
/// nothing can be put in another's place. A sealed value is 12 bytes of nonce and the cipher text.
export type Bytes = Uint8Array<ArrayBuffer>;

const nonceBytes = 12;
const utf8 = new TextEncoder();
const text = new TextDecoder();

export const randomBytes = (count: number): Bytes => crypto.getRandomValues(new Uint8Array(count));

export async function sealBytes(key: CryptoKey, place: string, plain: Bytes): Promise<Bytes> {
  const iv = randomBytes(nonceBytes);
  const cipher = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8.encode(place) }, key, plain);
  const sealed = new Uint8Array(nonceBytes + cipher.byteLength);
  sealed.set(iv);
  sealed.set(new Uint8Array(cipher), nonceBytes);
  return sealed;
}

/// Throws when the key or the place is another, or one bit differs.
export async function openBytes(key: CryptoKey, place: string, sealed: Bytes): Promise<Bytes> {
  const additionalData = utf8.encode(place);
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.slice(0, nonceBytes), additionalData }, key, sealed.slice(nonceBytes));
  return new Uint8Array(plain);
}

/// Seals and opens JSON values, and bytes, under one account's data key.
export class Seal {
  private constructor(private readonly key: CryptoKey) {}

  /// `raw` is 32 bytes; the key made of it cannot be read out again.
  static async of(raw: Bytes): Promise<Seal> {
    return new Seal(await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']));
  }
  close(place: string, value: unknown): Promise<Bytes> {
    return sealBytes(this.key, place, utf8.encode(JSON.stringify(value)));
  }
  closeBytes(place: string, plain: Bytes): Promise<Bytes> {
    return sealBytes(this.key, place, plain);
  }
  openBytes(place: string, sealed: Bytes): Promise<Bytes> {
    return openBytes(this.key, place, sealed);
  }
  async open<T>(place: string, sealed: Bytes): Promise<T> {
    return JSON.parse(text.decode(await openBytes(this.key, place, sealed))) as T;
  }
}
