import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { PROBLEM_MEDIA_TYPE } from './problem.js';

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  400: "The request can't be understood; `errors` says where.",
  404: 'There is no such resource.',
  409: 'It exists already, or its state does not allow this; `detail` says which.',
  410: 'It existed and is gone.',
  412: 'It has changed since the version that `If-Match` names.',
  413: 'The request is too large.',
  415: 'The media type is not supported here.',
  416: 'The range lies outside of the file.',
  422: "The request is valid, but it can't be done.",
  426: 'This is a WebSocket; the request was plain HTTP.',
  503: 'The database or the workflow server does not answer; try again.',
  507: 'The disk of the server is full.',
};

/** Documents the problems that a route may answer with. */
export function ApiProblems(...statuses: number[]): MethodDecorator {
  return applyDecorators(
    ...statuses.map((status) =>
      ApiResponse({
        status,
        description: DESCRIPTIONS[status] ?? '',
        content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
      }),
    ),
  );
}
