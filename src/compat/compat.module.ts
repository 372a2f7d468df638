import { Module } from '@nestjs/common';
import { ReportModule } from '../reports/report.module.js';
import { CompatController } from './compat.controller.js';

@Module({ imports: [ReportModule], controllers: [CompatController] })
export class CompatModule {}
