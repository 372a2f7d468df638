import { Module } from '@nestjs/common';
import { DefaultTargetController, GroupController } from './group.controller.js';
import { GroupService } from './group.service.js';

@Module({ controllers: [GroupController, DefaultTargetController], providers: [GroupService] })
export class GroupModule {}
