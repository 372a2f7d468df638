import { Module } from '@nestjs/common';
import { AuditTrail } from './audit/audit-trail.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditService } from './audit/audit.service.js';
import { AccessEnds } from './guard/access-ends.js';
import { ApiKeyController } from './keys/api-key.controller.js';
import { ApiKeyService } from './keys/api-key.service.js';
import { SessionController } from './sessions/session.controller.js';
import { SessionService } from './sessions/session.service.js';

@Module({
  controllers: [ApiKeyController, AuditController, SessionController],
  providers: [AccessEnds, ApiKeyService, AuditService, AuditTrail, SessionService],
  exports: [AccessEnds, AuditTrail],
})
export class AccessModule {}
