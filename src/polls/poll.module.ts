import { Module } from '@nestjs/common';
import { PollController } from './poll.controller.js';
import { PollService } from './poll.service.js';

@Module({ controllers: [PollController], providers: [PollService] })
export class PollModule {}
