import { Module } from '@nestjs/common';
import { LocalTimeController } from './local-time/local-time.controller.js';
import { LocalTimeService } from './local-time/local-time.service.js';
import { StoreController } from './store.controller.js';
import { StoreService } from './store.service.js';
import { ExcuseService } from './window/excuse.service.js';
import { StoreWindowController } from './window/store-window.controller.js';
import { StoreWindowReader } from './window/store-window-reader.js';
import { StoreWindowService } from './window/store-window.service.js';

@Module({
  controllers: [StoreController, StoreWindowController, LocalTimeController],
  providers: [StoreService, StoreWindowReader, StoreWindowService, ExcuseService, LocalTimeService],
})
export class StoreModule {}
