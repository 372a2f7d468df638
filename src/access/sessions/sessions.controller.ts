import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../domain/access/caller.js';
import { ApiProblems } from '../../http/openapi/api-problems.js';
import { CurrentCaller } from '../guard/current-caller.js';
import { Needs } from '../guard/route-access.js';
import { sessionIdSchema, sessionListSchema, toListedSession } from './session.dto.js';
import { SessionService } from './session.service.js';

/** The sessions of everybody. */
@ApiTags('Access')
@Controller('sessions')
export class SessionsController {
  constructor(private readonly sessions: SessionService) {}

  @Get()
  @Needs('admin')
  @ApiOperation({ operationId: 'listSessions', summary: 'The sessions that have not ended, the last used one first' })
  @ApiResponse({ status: 200, standardSchema: sessionListSchema })
  @ApiProblems(503)
  async list() {
    return { items: (await this.sessions.list()).map(toListedSession) };
  }

  @Delete(':sessionId')
  @Needs('admin')
  @HttpCode(204)
  @ApiOperation({ operationId: 'endSession', summary: 'End a session at once' })
  @ApiResponse({ status: 204, description: 'It has ended.' })
  @ApiProblems(400, 404, 503)
  async end(
    @Param('sessionId', { schema: sessionIdSchema }) sessionId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await this.sessions.endOther(sessionId, caller);
  }
}
