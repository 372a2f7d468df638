import { Module } from '@nestjs/common';
import { StoreController } from './store.controller.js';
import { StoreService } from './store.service.js';
import { StoreWindowController } from './store-window.controller.js';
import { StoreWindowService } from './store-window.service.js';

@Module({ controllers: [StoreController, StoreWindowController], providers: [StoreService, StoreWindowService] })
export class StoreModule {}
