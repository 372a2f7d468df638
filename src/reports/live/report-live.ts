import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../domain/access/caller.js';
import { Problem } from '../../http/problems/problem.js';
import type { LatestEventSender } from '../../live/latest-event-sender.js';
import { LiveSockets, type LiveRoute } from '../../live/live-sockets.js';
import { reportIdSchema } from '../report.dto.js';
import { ReportSubscriptions } from './report-subscriptions.js';

/** Serves `/ws/reports/{id}`: sends the current state of a report, then an event for each change until its end. */
@Injectable()
export class ReportLive implements LiveRoute, OnModuleInit {
  readonly name = '/ws/reports/{id}';
  readonly path = /^\/ws\/reports\/([^/]+)\/?$/;
  readonly intervalMs = 0;

  constructor(
    private readonly sockets: LiveSockets,
    private readonly subscriptions: ReportSubscriptions,
  ) {}

  onModuleInit(): void {
    this.sockets.serve(this);
  }

  async subscribe(requested: string, sender: LatestEventSender, caller: Caller): Promise<() => void> {
    return this.subscriptions.subscribe(
      parseReportId(requested),
      (event) => {
        const end = event.status === 'Running' ? undefined : `the report is ${event.status}`;
        sender.send('report', event, end);
      },
      caller,
    );
  }
}

function parseReportId(requested: string): string {
  const reportId = reportIdSchema.safeParse(requested);
  if (reportId.success) return reportId.data;
  throw new Problem(400, `The request can't be used: reportId: ${reportId.error.issues[0]!.message}.`);
}
