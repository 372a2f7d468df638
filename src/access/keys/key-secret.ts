import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const PREFIX = 'sl_';
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_LENGTH = 30;
const CHECKSUM_LENGTH = 6;

const SHAPE = new RegExp(`^${PREFIX}[0-9A-Za-z]{${RANDOM_LENGTH + CHECKSUM_LENGTH}}$`);

/** Characters of a secret that its hint shows at the start, after the prefix, and at the end. */
const HINT_LENGTH = 4;

/** Makes the secret of an API key: 30 random base62 digits (178 bits), and their CRC-32, by which scanners know one. */
export function createSecret(): string {
  const random = Array.from({ length: RANDOM_LENGTH }, () => DIGITS.charAt(randomInt(DIGITS.length))).join('');
  return PREFIX + random + checksumOf(random);
}

/** Whether a text can be a secret at all. It says nothing about whether there is such a key. */
export function isSecret(text: string): boolean {
  if (!SHAPE.test(text)) return false;
  const digits = text.slice(PREFIX.length);
  return checksumOf(digits.slice(0, RANDOM_LENGTH)) === digits.slice(RANDOM_LENGTH);
}

/** What is stored instead of a secret. With 178 random bits, a slow hash would add nothing. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** What people know a key by: `sl_AbCd…wxyz`. */
export function hintOf(secret: string): string {
  return `${secret.slice(0, PREFIX.length + HINT_LENGTH)}…${secret.slice(-HINT_LENGTH)}`;
}

function checksumOf(random: string): string {
  let rest = crc32(PREFIX + random);
  let digits = '';
  for (let place = 0; place < CHECKSUM_LENGTH; place++) {
    digits = DIGITS.charAt(rest % DIGITS.length) + digits;
    rest = Math.floor(rest / DIGITS.length);
  }
  return digits;
}
