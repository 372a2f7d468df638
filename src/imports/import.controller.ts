import { Readable } from 'node:stream';
import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { stringify } from 'csv-stringify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblems } from '../http/api-problems.js';
import {
  importIdSchema,
  importListQuerySchema,
  importPageSchema,
  importSchema,
  toImportDto,
  uploadedSchema,
  type ImportListQuery,
  type UploadedDto,
} from './import.dto.js';
import { ImportService } from './import.service.js';
import { UploadService } from './upload.service.js';

const UPLOAD_SCHEMA = {
  type: 'object',
  properties: { file: { type: 'array', items: { type: 'string', format: 'binary' } } },
};

@ApiTags('Imports')
@Controller('imports')
export class ImportController {
  constructor(
    private readonly imports: ImportService,
    private readonly uploads: UploadService,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Upload files',
    description:
      'One or several CSV files, gzipped or not, each of polls, business hours or time zones. The answer comes when all ' +
      'of them are on disk; `Location` says where to follow the first.',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: UPLOAD_SCHEMA })
  @ApiResponse({ status: 202, standardSchema: uploadedSchema })
  @ApiProblems(400, 413, 415, 503, 507)
  async upload(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<UploadedDto> {
    const uploaded = await this.uploads.receive(request);
    void reply.header('location', `/imports/${uploaded.importId}`);
    return uploaded;
  }

  @Get()
  @ApiOperation({ summary: 'Imports, newest first' })
  @ApiResponse({ status: 200, standardSchema: importPageSchema })
  @ApiProblems(400, 503)
  async list(@Query({ schema: importListQuerySchema }) query: ImportListQuery) {
    return this.imports.list(query);
  }

  @Get(':importId')
  @ApiOperation({ summary: 'An import: what came in, and what did not' })
  @ApiResponse({ status: 200, standardSchema: importSchema })
  @ApiProblems(400, 404, 503)
  async get(@Param('importId', { schema: importIdSchema }) importId: string) {
    return toImportDto(await this.imports.get(importId));
  }

  @Get(':importId/rejects')
  @ApiOperation({
    summary: 'The rows that could not be used, as CSV',
    description: 'Line of the file, reason, and the row as it came, cut after 2,000 characters.',
  })
  @ApiProduces('text/csv')
  @ApiResponse({ status: 200, description: 'The rows; a header alone where every row could be used.' })
  @ApiProblems(400, 404, 503)
  async rejects(
    @Param('importId', { schema: importIdSchema }) importId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.imports.get(importId);
    const rows = Readable.from(this.imports.rejects(importId));
    const csv = stringify({ header: true, columns: ['line', 'reason', 'row'], escape_formulas: true });
    rows.on('error', (error) => csv.destroy(error));
    await reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="rejects-${importId}.csv"`)
      .send(rows.pipe(csv));
  }
}
