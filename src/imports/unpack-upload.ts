import { randomUUID } from 'node:crypto';
import { formatMegabytes } from '../domain/bytes.js';
import type { UploadedFile } from '../domain/import.js';
import type { UploadFiles } from '../files/upload-files.js';
import { InvalidZipError, isZip, ZipArchive, type ZippedFile } from '../files/zip-archive.js';
import { Problem } from '../http/problems/problem.js';
import { toFileName } from './file-name.js';

/**
 * Returns the uploaded file, or the CSV files in it if it is a ZIP archive, which is removed then. Workbooks stay as they
 * are, so that their import says what they are.
 * @throws {Problem} if the archive can't be used; none of its files is left
 */
export async function unpackUpload(
  files: UploadFiles,
  uploaded: UploadedFile,
  { limitBytes, maxFiles }: { limitBytes: number; maxFiles: number },
): Promise<UploadedFile[]> {
  const archivePath = files.path(uploaded.importId);
  if (!(await isZip(archivePath))) return [uploaded];
  const unpacked: UploadedFile[] = [];
  try {
    const archive = await ZipArchive.open(archivePath);
    try {
      if (archive.isDocument) return [uploaded];
      const csvFiles = archive.csvFiles();
      assertAllowed(uploaded, csvFiles, limitBytes, maxFiles);
      for (const { name } of csvFiles) {
        const importId = randomUUID();
        const written = await files.receive(importId, archive.read(name));
        const fileName = toFileName(`${uploaded.fileName}/${name}`);
        unpacked.push({ importId, fileName, ...written });
      }
    } finally {
      archive.close();
    }
  } catch (error) {
    await Promise.all(unpacked.map(({ importId }) => files.remove(importId)));
    if (!(error instanceof InvalidZipError)) throw error;
    throw refused(422, uploaded, error.message);
  }
  await files.remove(uploaded.importId);
  return unpacked;
}

function assertAllowed(
  uploaded: UploadedFile,
  csvFiles: readonly ZippedFile[],
  limitBytes: number,
  maxFiles: number,
): void {
  const count = csvFiles.length;
  if (count === 0) throw refused(422, uploaded, 'the ZIP archive holds no file that ends in .csv or .csv.gz');
  if (count > maxFiles) {
    throw refused(413, uploaded, `it holds ${count} CSV files; ${maxFiles} more can be in this upload`);
  }
  if (csvFiles.reduce((sum, { bytes }) => sum + bytes, 0) <= limitBytes) return;
  const limit = formatMegabytes(limitBytes);
  throw refused(413, uploaded, `it unpacks to more than ${limit}, the most that is read (UPLOAD_LIMIT_MB): split it`);
}

function refused(status: number, { fileName }: UploadedFile, reason: string): Problem {
  return new Problem(status, `${JSON.stringify(fileName)}: ${reason}. Nothing of the upload was taken.`);
}
