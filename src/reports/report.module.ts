import { Module } from '@nestjs/common';
import { ReportController } from './report.controller.js';
import { ReportRowsController } from './report-rows.controller.js';
import { ReportRowsService } from './report-rows.service.js';
import { ReportChecks } from './report-checks.js';
import { ReportControlService } from './report-control.service.js';
import { ReportTriggerService } from './report-trigger.service.js';
import { ReportSocketController } from './report-socket.controller.js';
import { ReportSocket } from './report-socket.js';
import { ReportWatch } from './report-watch.js';
import { ReportService } from './report.service.js';

@Module({
  controllers: [ReportController, ReportRowsController, ReportSocketController],
  providers: [
    ReportService,
    ReportRowsService,
    ReportChecks,
    ReportTriggerService,
    ReportControlService,
    ReportWatch,
    ReportSocket,
  ],
  exports: [ReportService, ReportTriggerService],
})
export class ReportModule {}
