import { Injectable } from '@nestjs/common';

/** Told when the figures of all stores were computed anew in this process. */
export type FiguresListener = (dataVersion: number) => void;

/** Tells those who watch that the figures of all stores have changed. */
@Injectable()
export class FiguresComputed {
  private readonly listeners = new Set<FiguresListener>();
  /** The data version of the newest figures; null: none were computed yet. */
  newest: number | null = null;

  watch(listener: FiguresListener): void {
    this.listeners.add(listener);
  }

  tell(dataVersion: number): void {
    this.newest = dataVersion;
    for (const listener of this.listeners) listener(dataVersion);
  }
}
