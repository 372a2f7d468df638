import { Module } from '@nestjs/common';
import { FleetStates } from './fleet-states.js';
import { NowController } from './now.controller.js';
import { NowService } from './now.service.js';

@Module({ controllers: [NowController], providers: [FleetStates, NowService] })
export class NowModule {}
