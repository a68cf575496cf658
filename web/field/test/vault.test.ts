// @vitest-environment node
import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { Seal, openBytes, randomBytes } from '../src/use/seal';
import { makeVault, openVault, passwordRounds, rewrapped } from '../src/use/vault';
import { seal } from './kit';

const shareOf = (): string => btoa(String.fromCharCode(...randomBytes(32)));
const rounds = 10;

describe('what is sealed', () => {
  it('opens with its key at its place only, and not when one bit differs', async () => {
    const one = await seal();
    const sealed = await one.close('outbox/a', { name: '王芳' });
    expect(await one.open('outbox/a', sealed)).toEqual({ name: '王芳' });
    expect(new TextDecoder().decode(sealed)).not.toContain('王芳');
    const changed = sealed.slice();
    changed[changed.length - 1]! ^= 1;
    await expect(one.open('outbox/b', sealed)).rejects.toThrow();
    await expect(one.open('outbox/a', changed)).rejects.toThrow();
    await expect((await seal()).open('outbox/a', sealed)).rejects.toThrow();
    expect(await one.close('outbox/a', { name: '王芳' })).not.toEqual(sealed);
  });
});

describe('the key of an account', () => {
  it('is opened by the password or by the server\'s share, and by nothing else', async () => {
    const share = shareOf();
    const { vault, raw } = await makeVault('u', 'wang', 'correct horse', share, rounds);
    expect(await openVault(vault, { password: 'correct horse' })).toEqual(raw);
    expect(await openVault(vault, { share })).toEqual(raw);
    expect(await openVault(vault, { share: shareOf(), password: 'correct horse' })).toEqual(raw);
    expect(await openVault(vault, { password: 'Correct horse' })).toBeNull();
    expect(await openVault(vault, { share: shareOf() })).toBeNull();
    expect(await openVault(vault, {})).toBeNull();
    expect(await openVault({ ...vault, user: 'another' }, { password: 'correct horse' })).toBeNull();
  });

  it('is never written down in clear', async () => {
    const { vault, raw } = await makeVault('u', 'wang', 'correct horse', shareOf(), rounds);
    const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    expect(Object.values(vault).filter((one) => one instanceof Uint8Array).map((one) => hex(one as Uint8Array)).join()).not.toContain(hex(raw));
    expect(JSON.stringify(vault)).not.toContain('correct horse');
    await expect(openBytes(await crypto.subtle.importKey('raw', randomBytes(32), 'AES-GCM', false, ['decrypt']), 'key/u/password', vault.byPassword)).rejects.toThrow();
  });

  it('stays the same when the password changes, and the old password opens it no more', async () => {
    const share = shareOf();
    const { vault, raw } = await makeVault('u', 'wang', 'before', share, rounds);
    const next = await rewrapped(vault, raw, { password: 'after' });
    expect(await openVault(next, { password: 'after' })).toEqual(raw);
    expect(await openVault(next, { password: 'before' })).toBeNull();
    expect(await openVault(next, { share })).toEqual(raw);
  });

  it('without the share there is only the password; a share of the wrong length is refused', async () => {
    const { vault, raw } = await makeVault('u', 'wang', 'p', undefined, rounds);
    expect(await openVault(vault, { share: shareOf() })).toBeNull();
    await expect(rewrapped(vault, raw, { share: btoa('short') })).rejects.toThrow('5 bytes');
  });

  it('costs whoever guesses passwords 600,000 rounds each', { timeout: 60_000 }, async () => {
    expect(passwordRounds).toBe(600_000);
    const { vault } = await makeVault('u', 'wang', 'p');
    expect(vault.rounds).toBe(600_000);
  });

  it('cannot be read out of the seal', async () => {
    const { key } = (await Seal.of(randomBytes(32))) as unknown as { key: CryptoKey };
    expect(key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
  });
});
