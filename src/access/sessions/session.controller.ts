import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config/config.js';
import type { Caller } from '../../domain/access/caller.js';
import { ApiProblems } from '../../http/openapi/api-problems.js';
import { CONFIG } from '../../tokens.js';
import { AccessGuard } from '../guard/access-guard.js';
import { CurrentCaller } from '../guard/current-caller.js';
import { Needs, Public } from '../guard/route-access.js';
import { clearSessionCookie, setSessionCookie } from './session-cookie.js';
import {
  logInMethodsSchema,
  logInSchema,
  sessionSchema,
  toLogInMethods,
  toSessionDto,
  type LogInBody,
  type LogInMethodsDto,
  type SessionDto,
} from './session.dto.js';
import { SessionService } from './session.service.js';

const SETS_COOKIE = {
  'set-cookie': { description: 'The cookie of the session.', schema: { type: 'string' } },
} as const;

@ApiTags('Access')
@Controller('session')
export class SessionController {
  constructor(
    private readonly guard: AccessGuard,
    private readonly sessions: SessionService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post()
  @Public()
  @ApiOperation({
    operationId: 'logIn',
    summary: 'Begin a session with an API key',
    description:
      'For a page in a browser, which then need not keep the key. The session ends after seven days, after twelve hours ' +
      'without use, or with its key.',
  })
  @ApiResponse({ status: 201, standardSchema: sessionSchema, headers: SETS_COOKIE })
  @ApiProblems(400, 401, 403, 503)
  async logIn(
    @Body({ schema: logInSchema }) { key }: LogInBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionDto> {
    const facts = this.guard.read(request.raw);
    const begun = await this.sessions.logIn(facts, request.id, key);
    setSessionCookie(reply, facts, begun);
    const { sessionId, name, role, stores } = begun.session;
    const actor = { kind: 'session', id: sessionId, hint: name } as const;
    return toSessionDto({ actor, role, stores: stores === null ? 'all' : new Set(stores) });
  }

  @Get()
  @Needs('any')
  @ApiOperation({ operationId: 'getSession', summary: 'Who one is, and what one may do' })
  @ApiResponse({ status: 200, standardSchema: sessionSchema })
  @ApiProblems(503)
  get(@CurrentCaller() caller: Caller): SessionDto {
    return toSessionDto(caller);
  }

  @Get('methods')
  @Public()
  @ApiOperation({ operationId: 'getLogInMethods', summary: 'How one can log in' })
  @ApiResponse({ status: 200, standardSchema: logInMethodsSchema })
  methods(): LogInMethodsDto {
    return toLogInMethods(this.config);
  }

  @Delete()
  @Needs('any')
  @HttpCode(204)
  @ApiOperation({ operationId: 'logOut', summary: 'End the session' })
  @ApiResponse({ status: 204, description: 'It has ended.' })
  @ApiProblems(409, 503)
  async logOut(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.sessions.end(caller);
    clearSessionCookie(reply, this.guard.read(request.raw));
  }
}
