import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { LiveModule } from '../live/live.module.js';
import { ReportController } from './report.controller.js';
import { ReportFilesController } from './files/report-files.controller.js';
import { ReportFilesService } from './files/report-files.service.js';
import { ReportTables } from './files/report-tables.js';
import { ReportRowsController } from './rows/report-rows.controller.js';
import { ReportRowsService } from './rows/report-rows.service.js';
import { ReportSummaryController } from './summary/report-summary.controller.js';
import { ReportSummaryService } from './summary/report-summary.service.js';
import { WindowSums } from './summary/window-sums.js';
import { ReportRequestValidator } from './report-request-validator.js';
import { ReportControlService } from './report-control.service.js';
import { ReportTriggerService } from './report-trigger.service.js';
import { ReportWebSocketController } from './live/report-websocket.controller.js';
import { ReportLive } from './live/report-live.js';
import { ReportSubscriptions } from './live/report-subscriptions.js';
import { ReportReader } from './report-reader.js';
import { ReportService } from './report.service.js';

@Module({
  imports: [AccessModule, LiveModule],
  controllers: [
    ReportSummaryController,
    ReportController,
    ReportRowsController,
    ReportFilesController,
    ReportWebSocketController,
  ],
  providers: [
    ReportReader,
    ReportService,
    ReportRowsService,
    ReportTables,
    ReportFilesService,
    ReportSummaryService,
    WindowSums,
    ReportRequestValidator,
    ReportTriggerService,
    ReportControlService,
    ReportSubscriptions,
    ReportLive,
  ],
  exports: [ReportService, ReportTriggerService],
})
export class ReportModule {}
