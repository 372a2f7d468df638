import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentCaller } from '../../access/guard/current-caller.js';
import { Needs } from '../../access/guard/route-access.js';
import type { Caller } from '../../domain/access/caller.js';
import { PARQUET_MEDIA_TYPE } from '../../files/tables/parquet-file.js';
import { XLSX_MEDIA_TYPE } from '../../files/tables/xlsx-workbook.js';
import { sendFileStream } from '../../http/file-stream.js';
import { ApiFile } from '../../http/openapi/api-file.js';
import { ApiProblems } from '../../http/openapi/api-problems.js';
import { reportIdSchema } from '../report.dto.js';
import { parquetQuerySchema, xlsxQuerySchema, type ParquetQuery, type XlsxQuery } from './report-files.dto.js';
import { ReportFilesService } from './report-files.service.js';

@ApiTags('Reports')
@Controller('reports/:reportId')
export class ReportFilesController {
  constructor(private readonly files: ReportFilesService) {}

  @Get('xlsx')
  @Needs('reader')
  @ApiOperation({
    operationId: 'getReportXlsx',
    summary: 'A complete report as a workbook for Excel',
    description:
      'The sheets `stores`, `groups` and `outages`, with numbers, dates and a header that stays in view. The figures are those of `rows`, ' +
      '`summary` and `outages`. 422 if a sheet would have more rows than Excel takes.',
  })
  @ApiFile(XLSX_MEDIA_TYPE, 'The workbook.')
  @ApiProblems(400, 404, 409, 422, 503)
  async xlsx(
    @Param('reportId', { schema: reportIdSchema }) reportId: string,
    @Query({ schema: xlsxQuerySchema }) query: XlsxQuery,
    @CurrentCaller() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendFileStream(reply, await this.files.xlsx(reportId, query, caller));
  }

  @Get('parquet')
  @Needs('reader')
  @ApiOperation({
    operationId: 'getReportParquet',
    summary: 'A table of a complete report as a Parquet file',
    description: 'For DuckDB, pandas and others, with the columns of the sheets of the workbook.',
  })
  @ApiFile(PARQUET_MEDIA_TYPE, 'The file.')
  @ApiProblems(400, 404, 409, 503)
  async parquet(
    @Param('reportId', { schema: reportIdSchema }) reportId: string,
    @Query({ schema: parquetQuerySchema }) query: ParquetQuery,
    @CurrentCaller() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendFileStream(reply, await this.files.parquet(reportId, query, caller));
  }
}
