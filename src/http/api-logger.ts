import { isatty } from 'node:tty';
import { ConsoleLogger } from '@nestjs/common';
import { LOG_LEVELS, type LogLevel } from '../config/config.js';

/** Nest logs every module and route at each start, which is only useful for debugging. */
const START_CONTEXTS = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

/** The logger of the API. */
export class ApiLogger extends ConsoleLogger {
  constructor(private readonly level: LogLevel) {
    super({ logLevels: LOG_LEVELS.slice(0, LOG_LEVELS.indexOf(level) + 1), colors: isatty(process.stdout.fd) });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    if (this.level === 'log' && typeof context === 'string' && START_CONTEXTS.has(context)) return;
    super.log(message, ...rest);
  }
}
