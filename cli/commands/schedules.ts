import type { Command } from 'commander';
import { printTable, type Context } from '../context.js';

interface Schedule {
  readonly scheduleId: string;
  readonly cron: string;
  readonly paused: boolean;
  readonly nextRuns: string[];
  readonly recentRuns: { startedAt: string; status: string | null }[];
}

export function addSchedules(program: Command, context: () => Context): void {
  const schedules = program
    .command('schedules')
    .description('Show the scheduled jobs, or pause, resume or trigger one');
  schedules
    .command('list', { isDefault: true })
    .description('show them (default)')
    .action(() => list(context()));
  schedules
    .command('pause')
    .argument('<id>')
    .description('keep it from running')
    .option('--note <text>', 'why, for others to read')
    .action((id: string, { note }: { note?: string }) =>
      change(context(), id, 'pause', note === undefined ? {} : { note }),
    );
  schedules
    .command('resume')
    .argument('<id>')
    .description('let it run again')
    .action((id: string) => change(context(), id, 'resume', {}));
  schedules
    .command('trigger')
    .argument('<id>')
    .description('run it now, once')
    .action((id: string) => change(context(), id, 'trigger', {}));
}

async function list(context: Context): Promise<void> {
  const { items } = await context.api.get<{ items: Schedule[] }>('/schedules');
  if (context.json) {
    context.print(JSON.stringify(items, undefined, 2));
    return;
  }
  printTable(context, [['SCHEDULE', 'CRON (UTC)', 'STATE', 'NEXT RUN', 'LAST RUN', ''], ...items.map(toRow)]);
}

async function change(context: Context, id: string, verb: string, body: unknown): Promise<void> {
  const changed = await context.api.post(`/schedules/${encodeURIComponent(id)}/${verb}`, body);
  if (context.json) context.print(JSON.stringify(changed, undefined, 2));
  else context.print(`${id}  ${verb === 'trigger' ? 'triggered' : `${verb}d`}`);
}

function toRow({ scheduleId, cron, paused, nextRuns, recentRuns }: Schedule): string[] {
  const last = recentRuns[0];
  const next = paused ? '' : (nextRuns[0] ?? '');
  return [scheduleId, cron, paused ? 'paused' : 'active', next, last?.startedAt ?? 'never', last?.status ?? ''];
}
