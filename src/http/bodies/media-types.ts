import { applyDecorators } from '@nestjs/common';
import { RouteSettings } from '../route-settings.js';
import { ApiConsumes } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';

export const JSON_MEDIA_TYPE = 'application/json';
export const NDJSON_MEDIA_TYPE = 'application/x-ndjson';
export const CALENDAR_MEDIA_TYPE = 'text/calendar';
export const MULTIPART_MEDIA_TYPE = 'multipart/form-data';

/** Names the media types that a route takes. Without it, a route takes JSON. */
export function Consumes(...mediaTypes: string[]): MethodDecorator {
  return applyDecorators(RouteSettings({ consumes: mediaTypes }), ApiConsumes(...mediaTypes));
}

/** Returns the media types that the route of a request takes. */
export function consumedBy(request: FastifyRequest): readonly string[] {
  const { consumes } = request.routeOptions.config as { consumes?: readonly string[] };
  return consumes ?? [JSON_MEDIA_TYPE];
}

/** Whether a request says that it has a body. */
export function hasBody({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** The media type of a body, in lower case and without parameters; null if the request names none. */
export function mediaTypeOf({ headers }: Pick<FastifyRequest, 'headers'>): string | null {
  return headers['content-type']?.split(';')[0]!.trim().toLowerCase() ?? null;
}

/** The problem of a body whose media type the route does not take. It says what the route takes. */
export function unsupportedMediaType({ method, url, headers }: FastifyRequest, taken: readonly string[]): Problem {
  const type = headers['content-type'];
  const given = type === undefined ? 'but the request has no Content-Type' : `not ${JSON.stringify(type)}`;
  return new Problem(
    415,
    `${method} ${url.split('?')[0]} takes ${taken.join(' or ')}, ${given}. ${hintFor(taken)}`,
    undefined,
    { accept: taken.join(', ') },
  );
}

function hintFor([first]: readonly string[]): string {
  return first === MULTIPART_MEDIA_TYPE
    ? 'Send files as curl -F file=@store_status.csv does.'
    : `curl sends the type with -H 'content-type: ${first}'.`;
}
