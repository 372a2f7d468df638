import { Module } from '@nestjs/common';
import { AccessEnds } from './guard/access-ends.js';
import { ApiKeyController } from './keys/api-key.controller.js';
import { ApiKeyService } from './keys/api-key.service.js';
import { OidcController } from './oidc/oidc.controller.js';
import { OidcService } from './oidc/oidc.service.js';
import { SessionController } from './sessions/session.controller.js';
import { SessionService } from './sessions/session.service.js';

@Module({
  controllers: [ApiKeyController, SessionController, OidcController],
  providers: [AccessEnds, ApiKeyService, OidcService, SessionService],
  exports: [AccessEnds],
})
export class AccessModule {}
