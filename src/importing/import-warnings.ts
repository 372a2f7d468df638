import type { ImportWarning } from '../domain/import.js';
import { truncate } from './csv/csv-layout.js';

/** Collects what a person should look at, in rows that are taken nevertheless. */
export class ImportWarnings {
  private readonly byText = new Map<string, { count: number; example: ImportWarning['example'] }>();

  add(warning: string, line: number, value: string): void {
    const known = this.byText.get(warning);
    if (known === undefined) this.byText.set(warning, { count: 1, example: { line, value: truncate(value, 255) } });
    else known.count++;
  }

  list(): ImportWarning[] {
    return [...this.byText].map(([warning, counted]) => ({ warning, ...counted }));
  }
}
