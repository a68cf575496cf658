/// The data key of an account on this phone, stored only wrapped: by a key made from the password, which opens it without a
/// network, and by one made from the share the server gives to a signed-in session, which opens it without the password.
import { uuid7 } from '@fangxian/core';
import { type Bytes, openBytes, randomBytes, sealBytes } from './seal';

export interface Vault {
  user: string;
  username: string;
  /// Who this phone is to the server, the number of its last batch, and that batch while no answer to it came.
  device: string;
  sequence: number;
  pending: string[];
  salt: Bytes;
  rounds: number;
  byPassword: Bytes;
  byShare: Bytes | null;
}
export interface Openers {
  password?: string;
  share?: string; // 32 bytes, base64
}

/// OWASP's figure of 2023 for PBKDF2 with HMAC-SHA-256.
export const passwordRounds = 600_000;

const aes = { name: 'AES-GCM', length: 256 };
const placeOf = (user: string, opener: string): string => `key/${user}/${opener}`;

async function keyOfPassword(password: string, salt: Bytes, rounds: number): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', new TextEncoder().encode(password.normalize('NFC')), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, material, aes, false, ['encrypt', 'decrypt']);
}
async function keyOfShare(share: string, salt: Bytes): Promise<CryptoKey> {
  const raw = Uint8Array.from(atob(share), (letter) => letter.charCodeAt(0));
  if (raw.length !== 32) throw new Error(`a key share of ${raw.length} bytes`);
  const material = await crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveKey']);
  const info = new TextEncoder().encode('fangxian field storage');
  return crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt, info }, material, aes, false, ['encrypt', 'decrypt']);
}

/// A new account on this phone. `raw` is its data key: to be made a Seal and overwritten.
export async function makeVault(user: string, username: string, password: string, share?: string, rounds = passwordRounds): Promise<{ vault: Vault; raw: Bytes }> {
  const raw = randomBytes(32);
  const salt = randomBytes(16);
  const byPassword = await sealBytes(await keyOfPassword(password, salt, rounds), placeOf(user, 'password'), raw);
  const vault: Vault = { user, username, device: uuid7(), sequence: 0, pending: [], salt, rounds, byPassword, byShare: null };
  return { vault: await rewrapped(vault, raw, { share }), raw };
}

/// The data key, or null when neither opens it.
export async function openVault(vault: Vault, { password, share }: Openers): Promise<Bytes | null> {
  const attempt = (opener: string, key: Promise<CryptoKey>, wrapped: Bytes): Promise<Bytes | null> =>
    key.then((one) => openBytes(one, placeOf(vault.user, opener), wrapped)).catch(() => null);
  const byShare = share && vault.byShare ? await attempt('share', keyOfShare(share, vault.salt), vault.byShare) : null;
  if (byShare || password === undefined) return byShare;
  return attempt('password', keyOfPassword(password, vault.salt, vault.rounds), vault.byPassword);
}

/// The same data key under a new password or share; what is not given stays as it is.
export async function rewrapped(vault: Vault, raw: Bytes, { password, share }: Openers): Promise<Vault> {
  const next = { ...vault };
  if (password !== undefined) next.byPassword = await sealBytes(await keyOfPassword(password, vault.salt, vault.rounds), placeOf(vault.user, 'password'), raw);
  if (share) next.byShare = await sealBytes(await keyOfShare(share, vault.salt), placeOf(vault.user, 'share'), raw);
  return next;
}
