import { UnreadableFileError } from './csv-layout.js';

const AS_CSV = 'save it as CSV (UTF-8)';

/** Formats that people upload instead of a CSV, by their first bytes. */
const OTHER_FORMATS: readonly { readonly magic: Buffer; readonly name: string; readonly advice: string }[] = [
  { magic: Buffer.from('%PDF'), name: 'a PDF', advice: AS_CSV },
  { magic: Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), name: 'an Excel workbook (xls)', advice: AS_CSV },
];

const ZIP = Buffer.from('PK\x03\x04');
const NUL = 0;

export function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Returns the encoding that a byte order mark of UTF-16 declares; null without one. */
export function utf16Encoding(bytes: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

/**
 * Checks the start of a file.
 * @throws {UnreadableFileError} if it is not text; the message says what it is
 */
export function assertText(start: Buffer): void {
  if (start.subarray(0, ZIP.length).equals(ZIP)) {
    // The entries of a document are named in its first kilobytes.
    const names = start.subarray(0, 4_096).toString('latin1');
    if (/\[Content_Types\]\.xml|xl\//.test(names)) {
      throw new UnreadableFileError(`the file is an Excel workbook (xlsx): ${AS_CSV}`);
    }
    throw new UnreadableFileError(
      names.includes('application/vnd.oasis.opendocument')
        ? `the file is an OpenDocument spreadsheet (ods): ${AS_CSV}`
        : 'the file is a ZIP archive without .zip in its name: rename it, or unpack it',
    );
  }
  const other = OTHER_FORMATS.find(({ magic }) => start.subarray(0, magic.length).equals(magic));
  if (other !== undefined) throw new UnreadableFileError(`the file is ${other.name}: ${other.advice}`);
  const end = start.indexOf('\n');
  if (start.subarray(0, end === -1 ? start.length : end).includes(NUL)) {
    throw new UnreadableFileError(`the file is not text, or its encoding is not UTF-8 or UTF-16: ${AS_CSV}`);
  }
}
