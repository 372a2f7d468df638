import { InvalidArgumentError } from 'commander';

/** Parses a whole number from 1 for commander. */
export function parseWholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('it must be a whole number from 1 on.');
  return Number(text);
}
