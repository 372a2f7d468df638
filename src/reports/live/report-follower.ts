import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { messageOf } from '../../domain/error-message.js';
import type { ReportEvent, Subscriber } from './report-subscriptions.js';

const RETRY_DELAY_MS = 1_000;

/**
 * Follows a report for a caller who is limited to some of its stores: reads the event as the caller sees it after each
 * change. Changes during a read lead to one more.
 */
export class ReportFollower {
  private readonly logger = new Logger('ReportFollower');
  private state: 'idle' | 'reading' | 'changed' | 'stopped' = 'idle';
  private last = '';

  constructor(
    private readonly read: () => Promise<ReportEvent>,
    private readonly subscriber: Subscriber,
  ) {}

  onChange(): void {
    if (this.state === 'idle') void this.follow();
    else if (this.state === 'reading') this.state = 'changed';
  }

  stop(): void {
    this.state = 'stopped';
  }

  private async follow(): Promise<void> {
    do {
      this.state = 'reading';
      await this.readOnce();
    } while (this.isChanged());
    if (!this.isStopped()) this.state = 'idle';
  }

  /** If the database does not answer, the change is read later: the end of a report is told only once. */
  private async readOnce(): Promise<void> {
    try {
      const event = await this.read();
      const text = JSON.stringify(event);
      // A change of other stores only is none.
      if (!this.isStopped() && text !== this.last) this.subscriber(event);
      this.last = text;
    } catch (error) {
      this.logger.warn(`a report can't be read: ${messageOf(error)}`);
      await pause(RETRY_DELAY_MS, undefined, { ref: false });
      if (!this.isStopped()) this.state = 'changed';
    }
  }

  /** Methods, since the state changes while a read is awaited. */
  private isChanged(): boolean {
    return this.state === 'changed';
  }

  private isStopped(): boolean {
    return this.state === 'stopped';
  }
}
