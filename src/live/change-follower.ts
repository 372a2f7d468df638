import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { messageOf } from '../domain/error-message.js';

const RETRY_DELAY_MS = 1_000;

/** What changes, how it is read, and who is told. */
export interface Followed<Event extends object> {
  /** For the log: "a report". */
  readonly what: string;
  readonly read: () => Promise<Event>;
  readonly tell: (event: Event) => void;
}

/** Reads what has changed after each change, and tells it if it differs. Changes during a read lead to one more. */
export class ChangeFollower<Event extends object> {
  private readonly logger = new Logger('ChangeFollower');
  private state: 'idle' | 'reading' | 'changed' | 'stopped' = 'idle';
  private last = '';

  constructor(private readonly followed: Followed<Event>) {}

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

  /** If the database does not answer, the change is read later: it is told only once. */
  private async readOnce(): Promise<void> {
    const { what, read, tell } = this.followed;
    try {
      const event = await read();
      const text = JSON.stringify(event);
      if (!this.isStopped() && text !== this.last) tell(event);
      this.last = text;
    } catch (error) {
      this.logger.warn(`${what} can't be read: ${messageOf(error)}`);
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
