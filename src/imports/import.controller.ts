import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentCaller } from '../access/guard/current-caller.js';
import { Needs } from '../access/guard/route-access.js';
import type { Caller } from '../domain/access/caller.js';
import { ApiAlsoCsv } from '../http/openapi/api-csv.js';
import { ApiProblems } from '../http/openapi/api-problems.js';
import { sendCsvStream } from '../http/csv-stream.js';
import { Consumes, MULTIPART_MEDIA_TYPE } from '../http/bodies/media-types.js';
import {
  importIdSchema,
  importListQuerySchema,
  importPageSchema,
  importSchema,
  rejectListQuerySchema,
  rejectPageSchema,
  uploadedSchema,
  type ImportListQuery,
  type RejectListQuery,
  type UploadedDto,
} from './import.dto.js';
import { ImportService } from './import.service.js';
import { UploadService } from './upload.service.js';

const UPLOAD_SCHEMA = {
  type: 'object',
  properties: { file: { type: 'array', minItems: 1, items: { type: 'string', format: 'binary' } } },
  required: ['file'],
};

const WITH_LOCATION = {
  location: { description: 'The URL of the import of the first file.', schema: { type: 'string' } },
} as const;

@ApiTags('Imports')
@Controller('imports')
export class ImportController {
  constructor(
    private readonly imports: ImportService,
    private readonly uploads: UploadService,
  ) {}

  @Post()
  @Needs('ingest')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'uploadFiles',
    summary: 'Upload files',
    description:
      'One or several CSV files, gzipped or not, or ZIP archives of CSV files, each of polls, business hours or time zones. ' +
      'Each CSV file is an import of its own. The response is sent when all of them are on disk; `Location` is the import ' +
      'of the first.',
  })
  @Consumes(MULTIPART_MEDIA_TYPE)
  @ApiBody({ schema: UPLOAD_SCHEMA })
  @ApiResponse({ status: 202, standardSchema: uploadedSchema, headers: WITH_LOCATION })
  @ApiProblems(400, 413, 415, 422, 503, 507)
  async upload(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UploadedDto> {
    const uploaded = await this.uploads.receive(request, caller);
    void reply.header('location', `/imports/${uploaded.importId}`);
    return uploaded;
  }

  @Get()
  @Needs('reader')
  @ApiOperation({ operationId: 'listImports', summary: 'Imports, newest first' })
  @ApiResponse({ status: 200, standardSchema: importPageSchema })
  @ApiProblems(400, 503)
  async list(@Query({ schema: importListQuerySchema }) query: ImportListQuery, @CurrentCaller() caller: Caller) {
    return this.imports.list(query, caller);
  }

  @Get(':importId')
  @Needs('reader')
  @ApiOperation({ operationId: 'getImport', summary: 'An import, with the counts of its rows' })
  @ApiResponse({ status: 200, standardSchema: importSchema })
  @ApiProblems(400, 404, 503)
  async get(@Param('importId', { schema: importIdSchema }) importId: string, @CurrentCaller() caller: Caller) {
    return this.imports.get(importId, caller);
  }

  @Get(':importId/rejects')
  @Needs('reader')
  @ApiOperation({
    operationId: 'getImportRejects',
    summary: 'The rejected rows of an import, as CSV or page by page',
    description:
      'Line in the file, reason, and the row as delivered, cut after 2,000 characters. The first 10,000 rows.',
  })
  @ApiAlsoCsv()
  @ApiResponse({ status: 200, standardSchema: rejectPageSchema })
  @ApiProblems(400, 404, 410, 503)
  async rejects(
    @Param('importId', { schema: importIdSchema }) importId: string,
    @Query({ schema: rejectListQuerySchema }) query: RejectListQuery,
    @CurrentCaller() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (query.format === 'json') {
      await reply.type('application/json; charset=utf-8').send(await this.imports.listRejects(importId, query, caller));
      return;
    }
    const rows = await this.imports.streamRejects(importId, caller);
    await sendCsvStream(reply, { name: `rejects-${importId}.csv`, columns: ['line', 'reason', 'row'], rows });
  }
}
