import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { FiguresComputed } from './figures-computed.js';
import { LiveSockets } from './live-sockets.js';

@Module({ imports: [AccessModule], providers: [FiguresComputed, LiveSockets], exports: [FiguresComputed, LiveSockets] })
export class LiveModule {}
