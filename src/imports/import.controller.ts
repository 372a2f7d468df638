import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { stringify } from 'csv-stringify';
import type { FastifyReply } from 'fastify';
import { ApiProblems } from '../http/api-problems.js';
import {
  importIdSchema,
  importListQuerySchema,
  importPageSchema,
  importSchema,
  toImportDto,
  type ImportListQuery,
} from './import.dto.js';
import { ImportService } from './import.service.js';

@ApiTags('Imports')
@Controller('imports')
export class ImportController {
  constructor(private readonly imports: ImportService) {}

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
