import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AccessGuard } from './access/guard/access-guard.js';
import { PUBLIC, type AccessConfig } from './access/guard/route-access.js';
import { guardRequests } from './access/guard/guard-requests.js';
import { cutSlowBodies, headerTimeouts } from './access/limits/slow-senders.js';
import { AppModule, type AppDependencies } from './app.module.js';
import { ApiLogger } from './http/api-logger.js';
import { servePage } from './http/page.js';
import { refuseOtherMethods } from './http/problems/method-not-allowed.js';
import { serveOpenApi } from './http/openapi/openapi.js';
import { ProblemFilter, sendProblem } from './http/problems/problem-filter.js';
import { Problem } from './http/problems/problem.js';
import { readBodies } from './http/bodies/request-body.js';
import { answerUnreadableRequest } from './http/problems/unreadable-request.js';
import { allowOrigins, sendSecurityHeaders } from './http/security-headers.js';
import { validationPipe } from './http/validation.js';

/** Longer than any store id in a path, and shorter than the limits of proxies. */
const MAX_PATH_PARAMETER_LENGTH = 2_048;

/** Enough for 50,000 polls with ids of the maximum length. */
const MAX_BODY_BYTES = 32 << 20;

/** Creates the API. It does not listen yet. */
export async function createApi(dependencies: AppDependencies): Promise<NestFastifyApplication> {
  const { requestTimeoutSeconds } = dependencies.config.limits;
  const adapter = new FastifyAdapter({
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: MAX_PATH_PARAMETER_LENGTH },
    genReqId: () => randomUUID(),
    forceCloseConnections: 'idle',
    bodyLimit: MAX_BODY_BYTES,
    http: headerTimeouts(requestTimeoutSeconds),
    clientErrorHandler: answerUnreadableRequest,
    frameworkErrors: (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
      sendProblem(reply, new Problem(error.statusCode ?? 400, `${error.message}.`));
    },
  });
  await sendSecurityHeaders(adapter.getInstance());
  cutSlowBodies(adapter.getInstance(), requestTimeoutSeconds);
  refuseOtherMethods(adapter.getInstance());
  const api = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(dependencies), adapter, {
    logger: new ApiLogger(dependencies.config.logLevel),
    abortOnError: false,
    bodyParser: false,
  });
  allowOrigins(api, dependencies.config.access.corsOrigins);
  guardRequests(adapter.getInstance(), api.get(AccessGuard));
  readBodies(adapter.getInstance(), MAX_BODY_BYTES);
  await api.register(cookie);
  await api.register(multipart);
  await servePage(adapter.getInstance(), { access: { ...PUBLIC, isCounted: false } } satisfies AccessConfig);
  api.useGlobalFilters(new ProblemFilter());
  api.useGlobalPipes(validationPipe());
  serveOpenApi(api);
  return api;
}
