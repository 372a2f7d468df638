import { CronExpressionParser } from 'cron-parser';
import { ConfigError } from './config-error.js';
import { databaseUrlProblem } from './database-url.js';

export interface Range {
  readonly from: number;
  readonly to: number;
  readonly unit: string;
}

export const PORTS: Range = { from: 1, to: 65535, unit: 'a port' };

const CRON_FIELDS = 5;

function isCron(expression: string): boolean {
  try {
    CronExpressionParser.parse(expression);
    return true;
  } catch (error) {
    // The parser has no error class of its own.
    if (Error.isError(error)) return false;
    throw error;
  }
}

/** Returns a URL as it may be shown. */
export function withoutPassword(url: string): string {
  return url.replace(/\/\/.*@/, '//***@');
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

/** Reads settings from an environment. An empty variable counts as not set; each function throws a `ConfigError` at an invalid value. */
export function settingReader(environment: NodeJS.ProcessEnv) {
  const raw = (name: string): string | undefined => nonEmpty(environment[name]?.trim());

  function integer(name: string, fallback: number, range: Range): number;
  function integer(name: string, fallback: undefined, range: Range): number | undefined;
  function integer(name: string, fallback: number | undefined, { from, to, unit }: Range): number | undefined {
    const value = raw(name);
    if (value === undefined) return fallback;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
    if (number >= from && number <= to) return number;
    throw new ConfigError(name, value, `it must be ${unit}, a whole number from ${from} to ${to}`);
  }

  return {
    integer,
    text: (name: string, fallback: string): string => raw(name) ?? fallback,
    oneOf<T extends string>(name: string, fallback: T, allowed: readonly T[]): T {
      const value = raw(name) ?? fallback;
      const found = allowed.find((candidate) => candidate === value);
      if (found === undefined) throw new ConfigError(name, value, `it must be one of ${allowed.join(', ')}`);
      return found;
    },
    url(name: string, protocols: readonly string[], example: string): string | undefined {
      const value = raw(name);
      if (value === undefined) return undefined;
      if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value;
      throw new ConfigError(name, withoutPassword(value), `it must be a URL such as ${example}`);
    },
    databaseUrl(name: string): string | undefined {
      const value = this.url(name, ['postgres:', 'postgresql:'], 'postgresql://user:password@host:5432/database');
      const problem = value === undefined ? null : databaseUrlProblem(value);
      if (problem !== null) throw new ConfigError(name, withoutPassword(value!), problem);
      return value;
    },
    cronOrOff(name: string, fallback: string): string | undefined {
      return raw(name) === 'off' ? undefined : this.cron(name, fallback);
    },
    cron(name: string, fallback: string): string {
      const value = raw(name) ?? fallback;
      if (value.split(/\s+/).length === CRON_FIELDS && isCron(value)) return value;
      throw new ConfigError(name, value, 'it must be minute, hour, day, month and weekday, such as 5 * * * *');
    },
    address(name: string): string | undefined {
      const value = raw(name);
      if (value === undefined) return undefined;
      const port = Number(/^[^\s:/]+:(\d{1,5})$/.exec(value)?.[1] ?? NaN);
      if (port >= PORTS.from && port <= PORTS.to) return value;
      throw new ConfigError(name, value, 'it must be host:port, such as 127.0.0.1:7233');
    },
  };
}
