import { Module } from '@nestjs/common';
import { PollController } from './poll.controller.js';
import { PollService } from './poll.service.js';
import { PollsPerHour } from './polls-per-hour.js';

@Module({ controllers: [PollController], providers: [PollService, PollsPerHour] })
export class PollModule {}
