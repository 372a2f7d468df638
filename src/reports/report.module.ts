import { Module } from '@nestjs/common';
import { ReportController } from './report.controller.js';
import { ReportRowsController } from './report-rows.controller.js';
import { ReportRowsService } from './report-rows.service.js';
import { ReportService } from './report.service.js';

@Module({
  controllers: [ReportController, ReportRowsController],
  providers: [ReportService, ReportRowsService],
  exports: [ReportService],
})
export class ReportModule {}
