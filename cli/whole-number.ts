import { InvalidArgumentError } from 'commander';

/** Reads a whole number from 1 on, as commander hands it over. */
export function parseWholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('it must be a whole number from 1 on.');
  return Number(text);
}
