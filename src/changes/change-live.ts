import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { LatestEventSender } from '../live/latest-event-sender.js';
import { LiveSockets, type LiveRoute } from '../live/live-sockets.js';
import { ChangeSubscriptions } from './change-subscriptions.js';

/** Serves `/ws/changes`. Its events hold no data of stores, so that they are the same for all who may read. */
@Injectable()
export class ChangeLive implements LiveRoute, OnModuleInit {
  readonly name = '/ws/changes';
  readonly path = /^\/ws\/changes\/?$/;
  readonly intervalMs = 1_000;

  constructor(
    private readonly sockets: LiveSockets,
    private readonly subscriptions: ChangeSubscriptions,
  ) {}

  onModuleInit(): void {
    this.sockets.serve(this);
  }

  async subscribe(_named: string, sender: LatestEventSender): Promise<() => void> {
    return this.subscriptions.subscribe((event) => sender.send(event.topic, event));
  }
}
