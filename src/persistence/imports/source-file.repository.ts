import type { PoolClient } from 'pg';
import { formatInstant, type Instant } from '../../domain/time/instant.js';
import type { Database } from '../connection/database.js';
import { SourceFile } from './source-file.entity.js';

/** A file of the data folder as the file system described it. */
export interface FileState {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedAt: Instant;
}

/** How far a file of the data folder was imported: see `SourceFile`. */
export interface SourceFileRecord extends FileState {
  readonly sha256: string;
  readonly bytesRead: number | null;
  readonly linesRead: number | null;
  readonly isWhole: boolean;
  readonly importId: string;
}

/** The files of the data folder, as they were when they were last imported or refused. */
export class SourceFileRepository {
  constructor(private readonly database: Database) {}

  async find(path: string): Promise<SourceFile | null> {
    return this.database.em().findOne(SourceFile, path);
  }

  async save(file: SourceFileRecord): Promise<void> {
    await this.database.withClient((client) => saveSourceFile(client, file));
  }
}

/** Saves how far a file was imported, in the transaction of the import. */
export async function saveSourceFile(client: PoolClient, file: SourceFileRecord): Promise<void> {
  await client.query(
    `insert into source_file (path, bytes, modified_at, sha256, bytes_read, lines_read, is_whole, import_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (path) do update
     set bytes = excluded.bytes, modified_at = excluded.modified_at, sha256 = excluded.sha256,
       bytes_read = excluded.bytes_read, lines_read = excluded.lines_read, is_whole = excluded.is_whole,
       import_id = excluded.import_id`,
    [
      file.path,
      file.bytes,
      formatInstant(file.modifiedAt),
      file.sha256,
      file.bytesRead,
      file.linesRead,
      file.isWhole,
      file.importId,
    ],
  );
}
