import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblems } from '../../http/openapi/api-problems.js';
import { AccessGuard } from '../guard/access-guard.js';
import { Public } from '../guard/route-access.js';
import { setSessionCookie } from '../sessions/session-cookie.js';
import { arrivalPage } from './arrival-page.js';
import { clearLogInCookie, logInTokenOf, setLogInCookie } from './log-in-cookie.js';
import { beginLogInQuerySchema, type BeginLogInQuery } from './oidc.dto.js';
import { OidcService } from './oidc.service.js';

const header = (description: string) => ({ description, schema: { type: 'string' } }) as const;

@ApiTags('Access')
@Controller('session/oidc')
export class OidcController {
  constructor(
    private readonly guard: AccessGuard,
    private readonly logIns: OidcService,
  ) {}

  @Get()
  @Public()
  @ApiOperation({
    operationId: 'beginOidcLogIn',
    summary: 'Log in by OpenID Connect',
    description: 'For a browser: a link leads here. The session ends after twelve hours.',
  })
  @ApiResponse({
    status: 302,
    description: 'To the page of the provider.',
    headers: { location: header('The URL at the provider.'), 'set-cookie': header('The cookie of the log-in.') },
  })
  @ApiProblems(400, 403, 404, 502, 503)
  async begin(
    @Query({ schema: beginLogInQuerySchema }) { to }: BeginLogInQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const facts = this.guard.read(request.raw);
    const { location, token } = await this.logIns.begin(facts, to);
    setLogInCookie(reply, facts, token);
    await reply.header('cache-control', 'no-store').redirect(location, 302);
  }

  @Get('callback')
  @Public()
  @ApiOperation({
    operationId: 'endOidcLogIn',
    summary: 'End a log-in by OpenID Connect',
    description: 'The provider sends the browser here.',
  })
  @ApiQuery({ name: 'state', required: false, schema: { type: 'string' } })
  @ApiQuery({ name: 'code', required: false, schema: { type: 'string' } })
  @ApiQuery({ name: 'error', required: false, schema: { type: 'string' } })
  @ApiResponse({
    status: 200,
    description: 'A page that leads on.',
    content: { 'text/html': { schema: { type: 'string' } } },
    headers: { 'set-cookie': header('The cookie of the session.') },
  })
  @ApiProblems(400, 403, 404, 502, 503)
  async end(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const facts = this.guard.read(request.raw);
    const answer = new URLSearchParams(request.url.split('?')[1]);
    void reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
    const { begun, returnTo } = await this.logIns.end(facts, request.id, answer, logInTokenOf(facts));
    clearLogInCookie(reply, facts);
    setSessionCookie(reply, facts, begun);
    await reply.type('text/html; charset=utf-8').send(arrivalPage(returnTo));
  }
}
