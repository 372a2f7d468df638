import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { PROBLEM_MEDIA_TYPE } from '../problems/problem.js';

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  400: "The request can't be understood; `errors` says where.",
  401: 'The request does not say rightly who sends it; `detail` says why.',
  403: 'The sender may not do this; `detail` says which role may.',
  404: 'There is no such resource.',
  408: 'The request did not arrive in time.',
  409: 'It exists already, or its state does not allow this; `detail` says which.',
  410: 'It existed and is gone.',
  412: 'It has changed since the version that `If-Match` names.',
  413: 'The request is too large.',
  414: 'A part of the path is too long.',
  415: 'The media type or the encoding of the body is not supported here; the headers `Accept` and `Accept-Encoding` name what is.',
  416: 'The range lies outside of the file.',
  422: "The request is valid, but it can't be done.",
  426: 'This is a WebSocket; the request was plain HTTP.',
  429: 'A limit is reached; `detail` says which, and `Retry-After` when to come back.',
  502: 'The answer of another server can not be used.',
  503: 'The database or the workflow server does not answer; try again.',
  507: 'The disk of the server is full.',
};

const text = (description: string) => ({ description, schema: { type: 'string' } }) as const;

const HEADERS: Readonly<Record<number, Record<string, ReturnType<typeof text>>>> = {
  401: { 'www-authenticate': text('How to say who sends it.') },
  429: {
    'retry-after': text('In how many seconds to try again.'),
    'ratelimit-policy': text('How many requests a client may send in how many seconds: `"requests";q=30000;w=60`.'),
    ratelimit: text('How many of them are left, and for how many seconds: `"requests";r=29999;t=60`.'),
  },
};

/** Describes the response with a problem of this status. */
export function problemResponse(status: number) {
  return {
    description: DESCRIPTIONS[status] ?? '',
    ...(HEADERS[status] === undefined ? {} : { headers: HEADERS[status] }),
    content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

/** Documents the problems that a route may answer with, apart from those of every route: see `completeDocument`. */
export function ApiProblems(...statuses: number[]): MethodDecorator {
  return applyDecorators(...statuses.map((status) => ApiResponse({ status, ...problemResponse(status) })));
}
