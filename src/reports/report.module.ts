import { Module } from '@nestjs/common';
import { ReportController } from './report.controller.js';
import { ReportRowsController } from './rows/report-rows.controller.js';
import { ReportRowsService } from './rows/report-rows.service.js';
import { ReportChecks } from './report-request-validator.js';
import { ReportControlService } from './report-control.service.js';
import { ReportTriggerService } from './report-trigger.service.js';
import { ReportSocketController } from './live/report-websocket.controller.js';
import { ReportSocket } from './live/report-websocket-server.js';
import { ReportWatch } from './live/report-subscriptions.js';
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
