/** An environment variable has an invalid value. The message names it, its value, and the allowed values. */
export class ConfigError extends Error {
  constructor(variable: string, value: string | undefined, allowed: string) {
    super(`${variable} ${value === undefined ? 'is not set' : `is "${value}"`}: ${allowed}`);
    this.name = 'ConfigError';
  }
}
