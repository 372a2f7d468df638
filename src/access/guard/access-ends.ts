import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { Caller } from '../../domain/access/caller.js';
import { messageOf } from '../../domain/error-message.js';
import { ACCESS_ENDED_CHANNEL, findEnded } from '../../persistence/access/access-ends.js';
import { Database } from '../../persistence/connection/database.js';
import { Notifications } from '../../persistence/connection/notifications.js';

/** Tells those who serve a caller for long, over a WebSocket, when the caller's key or session ends. */
@Injectable()
export class AccessEnds implements OnModuleDestroy {
  private readonly logger = new Logger('Access');
  private readonly listenersById = new Map<string, Set<() => void>>();
  private readonly notifications: Notifications;

  constructor(private readonly database: Database) {
    this.notifications = new Notifications(database.url, ACCESS_ENDED_CHANNEL, {
      onNotification: (id) => this.tell(id),
      onReconnect: () => void this.check([...this.listenersById.keys()]).catch((error: unknown) => this.log(error)),
    });
  }

  async onModuleDestroy(): Promise<void> {
    this.listenersById.clear();
    await this.notifications.close();
  }

  /** Calls `onEnd` when the key or the session of a caller ends; also if it ended just now. Returns how to stop that. */
  async watch({ actor, keyId }: Caller, onEnd: () => void): Promise<() => void> {
    const ids = [...new Set([keyId, actor.id])].filter((id) => id !== null);
    if (ids.length === 0) return () => undefined;
    await this.notifications.listening();
    for (const id of ids) this.listenersById.set(id, (this.listenersById.get(id) ?? new Set()).add(onEnd));
    const stop = () => {
      for (const id of ids) this.remove(id, onEnd);
    };
    try {
      await this.check(ids);
    } catch (error) {
      stop();
      throw error;
    }
    return stop;
  }

  private remove(id: string, onEnd: () => void): void {
    const listeners = this.listenersById.get(id);
    listeners?.delete(onEnd);
    if (listeners?.size === 0) this.listenersById.delete(id);
  }

  /** Tells of those that ended while nobody listened. */
  private async check(ids: readonly string[]): Promise<void> {
    for (const id of await findEnded(this.database, ids)) this.tell(id);
  }

  private tell(id: string): void {
    for (const onEnd of this.listenersById.get(id) ?? []) onEnd();
  }

  private log(error: unknown): void {
    this.logger.warn(`keys that ended can't be read: ${messageOf(error)}`);
  }
}
