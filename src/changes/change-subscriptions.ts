import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { formatInstant } from '../domain/time/instant.js';
import { ChangeFollower } from '../live/change-follower.js';
import { FiguresComputed } from '../live/figures-computed.js';
import { CHANGE_CHANNEL, type Changed } from '../persistence/connection/change-notifications.js';
import { Database } from '../persistence/connection/database.js';
import { Notifications } from '../persistence/connection/notifications.js';
import { StoreRepository } from '../persistence/stores/store.repository.js';

/** The newest state of the data; nulls: nothing was imported, or there are no polls. */
interface DataEvent {
  readonly topic: 'data';
  readonly dataVersion: number | null;
  readonly newestPollAt: string | null;
}

/** Something that pages may want to read again. */
export type ChangeEvent =
  | DataEvent
  | { readonly topic: 'figures'; readonly dataVersion: number }
  | { readonly topic: 'reports' }
  | { readonly topic: 'imports' };

export type ChangeSubscriber = (event: ChangeEvent) => void;

/** Publishes what changes to subscribers. All of them share one database connection. */
@Injectable()
export class ChangeSubscriptions implements OnModuleDestroy {
  private readonly subscribers = new Set<ChangeSubscriber>();
  private readonly notifications: Notifications;
  private data = this.followData();

  constructor(
    private readonly stores: StoreRepository,
    private readonly figures: FiguresComputed,
    database: Database,
  ) {
    figures.watch((dataVersion) => this.publish({ topic: 'figures', dataVersion }));
    this.notifications = new Notifications(database.url, CHANGE_CHANNEL, {
      onNotification: (payload) => this.onChange(payload as Changed),
      onReconnect: () => this.publishAll(),
    });
  }

  async onModuleDestroy(): Promise<void> {
    this.data.stop();
    this.subscribers.clear();
    await this.notifications.close();
  }

  /** The subscriber gets the current state of the data, then each change. Returns the unsubscribe function. */
  async subscribe(subscriber: ChangeSubscriber): Promise<() => void> {
    await this.notifications.listening();
    const told = new Set<ChangeEvent['topic']>();
    const receive: ChangeSubscriber = (event) => {
      told.add(event.topic);
      subscriber(event);
    };
    const unsubscribe = () => {
      this.subscribers.delete(receive);
    };
    this.subscribers.add(receive);
    try {
      const current = await this.readData();
      // What was published meanwhile is as new, or something newer follows.
      if (!told.has('data')) receive(current);
    } catch (error) {
      unsubscribe();
      throw error;
    }
    return unsubscribe;
  }

  private onChange(changed: Changed): void {
    if (changed === 'data') this.data.onChange();
    else this.publish({ topic: changed });
  }

  /** While the connection was lost, anything may have changed. */
  private publishAll(): void {
    this.data.stop();
    this.data = this.followData();
    this.data.onChange();
    this.publish({ topic: 'reports' });
    this.publish({ topic: 'imports' });
    if (this.figures.newest !== null) this.publish({ topic: 'figures', dataVersion: this.figures.newest });
  }

  private followData(): ChangeFollower<DataEvent> {
    return new ChangeFollower({
      what: 'the newest data version',
      read: () => this.readData(),
      tell: (event) => this.publish(event),
    });
  }

  private async readData(): Promise<DataEvent> {
    const data = await this.stores.dataVersion();
    return {
      topic: 'data',
      dataVersion: data?.version ?? null,
      newestPollAt: data?.newestPollAt == null ? null : formatInstant(data.newestPollAt),
    };
  }

  private publish(event: ChangeEvent): void {
    for (const subscriber of this.subscribers) subscriber(event);
  }
}
