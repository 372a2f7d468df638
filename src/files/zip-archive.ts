import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { messageOf } from '../domain/error-message.js';
import { ExpectedError } from '../domain/expected-error.js';

/** A ZIP archive can't be read: it is damaged, incomplete or encrypted. */
export class InvalidZipError extends ExpectedError {
  constructor(cause: unknown) {
    super(`it can't be unpacked (${messageOf(cause)}): is it whole, and without a password?`);
  }
}

/** A file in a ZIP archive. */
export interface ZippedFile {
  /** With the folders in the archive. */
  readonly name: string;
  /** Unpacked. */
  readonly bytes: number;
}

const FILE_NAME = /\.csv(\.gz)?$/i;

/** Archives made on a Mac have a second, hidden file for each file. */
const HIDDEN = /^__MACOSX\/|(^|\/)\./;

const SIGNATURES = [Buffer.from('PK\x03\x04'), Buffer.from('PK\x05\x06')];

/** Whether a file begins as a ZIP archive does. Excel workbooks are ZIP archives, too. */
export async function isZip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && SIGNATURES.some((signature) => signature.equals(buffer));
  } finally {
    await handle.close();
  }
}

/** The CSV files in a ZIP archive. Sizes are checked while a file is unpacked, so that an archive can't lie about them. */
export class ZipArchive {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws {InvalidZipError} */
  static async open(file: string): Promise<ZipArchive> {
    const entries = new Map<string, Entry>();
    let zip: ZipFile | undefined;
    try {
      zip = await yauzl.openPromise(file, { autoClose: false });
      for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
      return new ZipArchive(zip, entries);
    } catch (error) {
      zip?.close();
      throw new InvalidZipError(error);
    }
  }

  /** Whether this is a workbook of Excel, or another document that is stored as a ZIP archive. */
  get isDocument(): boolean {
    return this.entries.has('[Content_Types].xml') || this.entries.has('mimetype');
  }

  /** Returns the CSV files, by name. */
  csvFiles(): ZippedFile[] {
    return [...this.entries.values()]
      .filter(({ fileName }) => FILE_NAME.test(fileName) && !HIDDEN.test(fileName))
      .map(({ fileName, uncompressedSize }) => ({ name: fileName, bytes: uncompressedSize }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Reads a file, unpacked. The stream fails with `InvalidZipError`. */
  read(name: string): Readable {
    return Readable.from(this.unpack(this.entries.get(name)!), { objectMode: false });
  }

  close(): void {
    this.zip.close();
  }

  private async *unpack(entry: Entry): AsyncGenerator<Buffer> {
    try {
      yield* (await this.zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>;
    } catch (error) {
      throw new InvalidZipError(error);
    }
  }
}
