import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { ScheduleController } from './schedule.controller.js';
import { ScheduleService } from './schedule.service.js';

@Module({ imports: [AccessModule], controllers: [ScheduleController], providers: [ScheduleService] })
export class ScheduleModule {}
