import { DefaultLogger, type LogEntry, type LogLevel as TemporalLogLevel } from '@temporalio/worker';
import { LOG_LEVELS, type LogLevel } from '../config/config.js';

const LEVELS: Record<LogLevel, TemporalLogLevel> = {
  error: 'ERROR',
  warn: 'WARN',
  log: 'WARN',
  debug: 'INFO',
  verbose: 'DEBUG',
};

/** Logs each entry of Temporal in one line, with the workflow or activity that it is about. */
export function workerLogger(level: LogLevel): DefaultLogger {
  return new DefaultLogger(LEVELS[level], (entry) => {
    process.stderr.write(`${toLine(entry)}\n`);
  });
}

/** Logs what a worker says about itself when it starts; the messages of Temporal at this level would hide it. */
export function logStart(level: LogLevel, message: string): void {
  if (LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf('log')) process.stderr.write(`INFO ${message}\n`);
}

/** The parts of an entry's context that are logged. */
interface Meta {
  readonly workflowId?: string;
  readonly activityType?: string;
  readonly attempt?: number;
  readonly error?: unknown;
}

function toLine({ level, message, meta = {} }: LogEntry): string {
  const { workflowId, activityType, attempt, error } = meta as Meta;
  const where = [workflowId, activityType, attempt === undefined ? undefined : `attempt ${attempt}`];
  const place = where.filter((part) => part !== undefined).join(', ');
  return `${level} ${message}${place === '' ? '' : ` (${place})`}${error === undefined ? '' : `: ${reasonOf(error)}`}`;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
