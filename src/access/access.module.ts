import { Module } from '@nestjs/common';
import { AuditTrail } from './audit/audit-trail.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditService } from './audit/audit.service.js';
import { AccessEnds } from './guard/access-ends.js';
import { ApiKeyController } from './keys/api-key.controller.js';
import { ApiKeyService } from './keys/api-key.service.js';
import { OidcController } from './oidc/oidc.controller.js';
import { OidcService } from './oidc/oidc.service.js';
import { SessionController } from './sessions/session.controller.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SessionService } from './sessions/session.service.js';

@Module({
  controllers: [ApiKeyController, AuditController, SessionController, SessionsController, OidcController],
  providers: [AccessEnds, ApiKeyService, AuditService, AuditTrail, OidcService, SessionService],
  exports: [AccessEnds, AuditTrail],
})
export class AccessModule {}
