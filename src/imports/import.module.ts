import { Module } from '@nestjs/common';
import { ImportController } from './import.controller.js';
import { ImportService } from './import.service.js';
import { UploadService } from './upload.service.js';

@Module({ controllers: [ImportController], providers: [ImportService, UploadService] })
export class ImportModule {}
