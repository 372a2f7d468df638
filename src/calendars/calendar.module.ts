import { Module } from '@nestjs/common';
import { ClosureController } from './closure.controller.js';
import { ClosureService } from './closure.service.js';
import { FleetCalendarController } from './fleet-calendar.controller.js';
import { FleetCalendarService } from './fleet-calendar.service.js';
import { GroupSpecialHoursController } from './group-special-hours.controller.js';
import { GroupSpecialHoursUploadController, SpecialHoursUploadController } from './special-hours-upload.controller.js';
import { SpecialHoursUploadService } from './special-hours-upload.service.js';
import { SpecialHoursController } from './special-hours.controller.js';
import { SpecialHoursService } from './special-hours.service.js';

@Module({
  controllers: [
    SpecialHoursController,
    SpecialHoursUploadController,
    GroupSpecialHoursController,
    GroupSpecialHoursUploadController,
    ClosureController,
    FleetCalendarController,
  ],
  providers: [SpecialHoursService, SpecialHoursUploadService, ClosureService, FleetCalendarService],
})
export class CalendarModule {}
