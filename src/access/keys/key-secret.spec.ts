import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createSecret, hashOf, hintOf, isSecret } from './key-secret.js';

describe('the secret of an API key', () => {
  it('is sl_ with 30 random base62 digits and 6 of their CRC-32', () => {
    const secrets = Array.from({ length: 1_000 }, createSecret);
    for (const secret of secrets) expect(secret).toMatch(/^sl_[0-9A-Za-z]{36}$/);
    expect(new Set(secrets).size).toBe(secrets.length);
    expect(secrets.every(isSecret)).toBe(true);
  });

  it('uses every digit equally often', () => {
    const counts = new Map<string, number>();
    for (let made = 0; made < 2_000; made++) {
      for (const digit of createSecret().slice(3, 33)) counts.set(digit, (counts.get(digit) ?? 0) + 1);
    }
    const expected = (2_000 * 30) / 62;
    expect(counts.size).toBe(62);
    // Six standard deviations.
    for (const count of counts.values()) expect(Math.abs(count - expected)).toBeLessThan(6 * Math.sqrt(expected));
  });

  it('has the checksum that others compute, so that scanners can know one', () => {
    // CRC-32 of "sl_000000000000000000000000000000", in base62.
    expect(isSecret('sl_0000000000000000000000000000001ZQccB')).toBe(true);
  });

  it('is no secret with any other character in it', () => {
    const secret = createSecret();
    fc.assert(
      fc.property(fc.nat({ max: secret.length - 1 }), fc.constantFrom('0', 'A', 'z', '_', ' ', 'é'), (at, other) => {
        fc.pre(secret[at] !== other);
        expect(isSecret(secret.slice(0, at) + other + secret.slice(at + 1))).toBe(false);
      }),
    );
    expect(isSecret(`${secret}0`)).toBe(false);
    expect(isSecret('')).toBe(false);
  });

  it('is stored as its SHA-256 and known by a hint of eight of its digits', () => {
    const secret = createSecret();
    expect(hashOf(secret)).toHaveLength(32);
    expect(hintOf('sl_AbCdefghijklmnopqrstuvwxyz0123456wxyz')).toBe('sl_AbCd…wxyz');
  });
});
