import { Module } from '@nestjs/common';
import { FleetController } from './fleet.controller.js';
import { FleetFigures } from './fleet-figures.js';
import { FleetGroupsService } from './fleet-groups.service.js';
import { FleetService } from './fleet.service.js';
import { FleetStates } from './fleet-states.js';
import { NowController } from './now.controller.js';
import { NowService } from './now.service.js';
import { LiveModule } from '../live/live.module.js';

@Module({
  imports: [LiveModule],
  controllers: [NowController, FleetController],
  providers: [FleetStates, FleetFigures, NowService, FleetService, FleetGroupsService],
})
export class NowModule {}
