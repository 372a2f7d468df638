import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { ImportController } from './import.controller.js';
import { ImportService } from './import.service.js';
import { UploadService } from './upload.service.js';

@Module({ imports: [AccessModule], controllers: [ImportController], providers: [ImportService, UploadService] })
export class ImportModule {}
