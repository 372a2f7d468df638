import { Module } from '@nestjs/common';
import { SpecialHoursController } from './special-hours.controller.js';
import { SpecialHoursService } from './special-hours.service.js';

@Module({ controllers: [SpecialHoursController], providers: [SpecialHoursService] })
export class CalendarModule {}
