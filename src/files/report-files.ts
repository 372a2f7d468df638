import { rm } from 'node:fs/promises';
import path from 'node:path';
import { TEMPORARY_SUFFIX, writeAtomically, type FileSink, type WrittenFile } from './atomic-write.js';
import { listDirectory } from './directory.js';

/** The CSVs of reports, in one directory that the API and all workers share. */
export class ReportFiles {
  constructor(private readonly directory: string) {}

  path(reportId: string): string {
    return path.join(this.directory, nameOf(reportId));
  }

  /** Writes a report's CSV atomically, and removes what killed workers left of it. */
  async write(reportId: string, run: (sink: FileSink) => Promise<void>): Promise<WrittenFile> {
    const written = await writeAtomically(this.path(reportId), run);
    await this.removeWhere((name) => isTemporary(name, reportId));
    return written;
  }

  async remove(reportId: string): Promise<void> {
    await this.removeWhere((name) => name === nameOf(reportId) || isTemporary(name, reportId));
  }

  private async removeWhere(matches: (name: string) => boolean): Promise<void> {
    for (const name of await listDirectory(this.directory)) {
      if (matches(name)) await rm(path.join(this.directory, name), { force: true });
    }
  }
}

function nameOf(reportId: string): string {
  return `${reportId}.csv`;
}

function isTemporary(name: string, reportId: string): boolean {
  return name.startsWith(`${nameOf(reportId)}.`) && name.endsWith(TEMPORARY_SUFFIX);
}
