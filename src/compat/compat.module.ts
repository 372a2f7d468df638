import { Module } from '@nestjs/common';
import { ReportModule } from '../reports/report.module.js';
import { CompatController } from './compat.controller.js';
import { CompatService } from './compat.service.js';

@Module({ imports: [ReportModule], controllers: [CompatController], providers: [CompatService] })
export class CompatModule {}
