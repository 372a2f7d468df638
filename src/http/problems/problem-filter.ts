import { ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { toProblem } from './problem-mapping.js';
import type { Problem } from './problem.js';

/** Answers every error of a request with a problem document. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    sendProblem(reply, toProblem(error, request));
  }
}

/** Answers with a problem, unless there is an answer already, as to a client that was too slow. */
export function sendProblem(reply: FastifyReply, problem: Problem): void {
  if (reply.raw.headersSent) return;
  void reply.status(problem.status).headers(problem.headers).send(JSON.stringify(problem.toDocument()));
}
