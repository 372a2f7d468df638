import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Multipart, MultipartFile } from '@fastify/multipart';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AuditTrail } from '../access/audit/audit-trail.js';
import type { Clock } from '../clock.js';
import type { Config } from '../config/config.js';
import type { Caller } from '../domain/access/caller.js';
import { idsOf } from '../domain/access/store-scope.js';
import { formatMegabytes } from '../domain/bytes.js';
import type { UploadedFile } from '../domain/import.js';
import { UploadFiles } from '../files/upload-files.js';
import { Problem } from '../http/problems/problem.js';
import { ImportRepository } from '../persistence/imports/import.repository.js';
import { CLOCK, CONFIG } from '../tokens.js';
import { TemporalClient } from '../temporal/client.js';
import type { UploadedDto } from './import.dto.js';
import { toFileName } from './file-name.js';
import { unpackUpload } from './unpack-upload.js';

const MAX_FILES = 100;

const UPLOAD_HINT = 'Send files as multipart/form-data, such as curl -F file=@store_status.csv does.';

@Injectable()
export class UploadService implements OnApplicationBootstrap {
  constructor(
    private readonly imports: ImportRepository,
    private readonly files: UploadFiles,
    private readonly temporal: TemporalClient,
    private readonly audit: AuditTrail,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const isWaitedFor = async (importId: string) => (await this.imports.find(importId))?.status === 'Running';
    await this.files.removeAbandoned(this.clock(), isWaitedFor).catch((error: unknown) => {
      new Logger('Uploads').warn(`abandoned uploads were not removed: ${String(error)}`);
    });
  }

  /**
   * Stores the files of a request, all or none, and starts their import. The workflow is started before the imports are
   * added: once Temporal has it, the upload can't get lost, even if this process dies before it adds the rows.
   */
  async receive(request: FastifyRequest, caller: Caller): Promise<UploadedDto> {
    if (!request.isMultipart()) throw new Problem(415, UPLOAD_HINT);
    const files: UploadedFile[] = [];
    const stores = idsOf(caller.stores) ?? undefined;
    try {
      for await (const part of this.partsOf(request)) {
        if (part.type !== 'file') continue;
        const uploaded = await this.receiveOne(part);
        const limits = { limitBytes: this.config.uploadLimitBytes, maxFiles: MAX_FILES - files.length };
        files.push(uploaded);
        files.splice(-1, 1, ...(await unpackUpload(this.files, uploaded, limits)));
      }
      if (files.length === 0) throw new Problem(400, `There is no file in the upload. ${UPLOAD_HINT}`);
      for (const { importId, fileName, bytes } of files) {
        const change = { action: 'upload', entity: 'import', entityId: importId, after: { fileName, bytes } };
        await this.audit.record(caller, change);
      }
      await this.temporal.startUpload(files, stores);
    } catch (error) {
      await Promise.all(files.map(({ importId }) => this.files.remove(importId)));
      throw toProblem(error);
    }
    return this.begin(files, stores);
  }

  private partsOf(request: FastifyRequest): AsyncIterableIterator<Multipart> {
    return request.parts({ limits: { files: MAX_FILES, fileSize: this.config.uploadLimitBytes } });
  }

  private async receiveOne(part: MultipartFile): Promise<UploadedFile> {
    const importId = randomUUID();
    const received = await this.files.receive(importId, part.file);
    const fileName = toFileName(path.win32.basename(part.filename));
    if (!part.file.truncated) return { importId, fileName, ...received };
    await this.files.remove(importId);
    throw new Problem(
      413,
      `${JSON.stringify(fileName)} is larger than ${formatMegabytes(this.config.uploadLimitBytes)}, the most that can be uploaded ` +
        'here (UPLOAD_LIMIT_MB). Nothing of the upload was taken. Split the file, or put it into DATA_DIR.',
    );
  }

  private async begin(files: readonly UploadedFile[], stores: readonly string[] | undefined): Promise<UploadedDto> {
    const imports: UploadedDto['imports'] = [];
    for (const { importId, fileName, bytes } of files) {
      const startedAt = this.clock();
      const begun = await this.imports.begin({ importId, fileName, source: 'upload', bytes, stores, startedAt });
      imports.push({ importId, fileName, status: begun.status });
    }
    const { importId, status } = imports[0]!;
    return { importId, status, imports };
  }
}

/** Turns errors of an upload into problems; other errors stay as they are. */
function toProblem(error: unknown): unknown {
  // Errors of Fastify inherit from Error, and are none for Error.isError.
  const isError = Error.isError(error) || error instanceof Error;
  if (error instanceof Problem || !isError) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'FST_FILES_LIMIT') return new Problem(413, `At most ${MAX_FILES} files can be uploaded at once.`);
  if (code === 'ENOSPC') return new Problem(507, 'There is no room left for uploads on the server.');
  if (
    code === 'ERR_STREAM_PREMATURE_CLOSE' ||
    code === 'FST_MP_PREMATURE_CLOSE' ||
    /unexpected end|premature close|malformed|boundary/i.test(error.message)
  ) {
    return new Problem(400, `The upload broke off before its end (${error.message}). Nothing of it was taken.`);
  }
  return error;
}
