import path from 'node:path';
import { Readable } from 'node:stream';
import { InvalidZipError, ZipArchive, type ZippedFile } from '../../src/files/zip-archive.js';
import { UnreadableFileError } from '../../src/importing/csv/csv-layout.js';
import { unpackedTooLarge } from '../../src/importing/csv/line-block-reader.js';

/** A CSV file in an archive of the data folder; `entry` is null if the archive holds none or can't be read. */
export interface ZippedName {
  readonly archive: string;
  readonly entry: string | null;
}

export function isZipName(name: string): boolean {
  return /\.zip$/i.test(name);
}

/** Returns the names of the CSV files in an archive, as `ARCHIVE/FILE`; the archive's own name if there are none. */
export async function listZippedFiles(directory: string, archive: string): Promise<string[]> {
  const files = await listCsvFiles(path.join(directory, archive));
  return files.length === 0 ? [archive] : files.map(({ name }) => `${archive}/${name}`);
}

/** Returns the parts of a name that `listZippedFiles` has returned; null for another name. */
export function parseZippedName(name: string): ZippedName | null {
  if (isZipName(name) && !name.includes('/')) return { archive: name, entry: null };
  const [, archive, entry] = /^([^/]*\.zip)\/(.+)$/i.exec(name) ?? [];
  return archive === undefined ? null : { archive, entry: entry! };
}

/**
 * Returns the unpacked size of a CSV file in an archive; null if it is not there or the archive can't be read. An archive that is
 * still being written can't: its list of files is at its end.
 */
export async function sizeOfZippedFile(archivePath: string, entry: string | null): Promise<number | null> {
  return (await listCsvFiles(archivePath)).find(({ name }) => name === entry)?.bytes ?? null;
}

/** Reads a CSV file in an archive. The stream fails with `UnreadableFileError` if that is not possible. */
export function readZippedFile(archivePath: string, entry: string | null, limitBytes: number): Readable {
  return Readable.from(unpack(archivePath, entry, limitBytes), { objectMode: false });
}

async function* unpack(archivePath: string, entry: string | null, limitBytes: number): AsyncGenerator<Buffer> {
  let archive: ZipArchive | undefined;
  try {
    archive = await ZipArchive.open(archivePath);
    const file = archive.csvFiles().find(({ name }) => name === entry);
    if (file === undefined) {
      throw new UnreadableFileError(
        entry === null
          ? 'the ZIP archive holds no file that ends in .csv or .csv.gz'
          : 'the file is no longer in the ZIP archive',
      );
    }
    if (file.bytes > limitBytes) throw unpackedTooLarge(limitBytes);
    yield* archive.read(file.name) as AsyncIterable<Buffer>;
  } catch (error) {
    throw error instanceof InvalidZipError ? new UnreadableFileError(error.message) : error;
  } finally {
    archive?.close();
  }
}

/** Returns none if the archive can't be read: its import says why. */
async function listCsvFiles(archivePath: string): Promise<ZippedFile[]> {
  try {
    const archive = await ZipArchive.open(archivePath);
    archive.close();
    return archive.csvFiles();
  } catch (error) {
    if (error instanceof InvalidZipError) return [];
    throw error;
  }
}
