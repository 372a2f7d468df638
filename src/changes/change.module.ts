import { Module } from '@nestjs/common';
import { LiveModule } from '../live/live.module.js';
import { ChangeController } from './change.controller.js';
import { ChangeLive } from './change-live.js';
import { ChangeSubscriptions } from './change-subscriptions.js';

@Module({ imports: [LiveModule], controllers: [ChangeController], providers: [ChangeSubscriptions, ChangeLive] })
export class ChangeModule {}
