import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { PROBLEM_MEDIA_TYPE } from './problem.js';

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  400: "The request can't be understood; `errors` says where.",
  404: 'There is no such resource.',
  409: 'It is there already, or in no state for that; `detail` says which.',
  410: 'The file was there and is gone.',
  412: 'It is no longer what `If-Match` names.',
  413: 'Larger than what is taken at once.',
  415: 'Not of a media type that is taken here.',
  416: 'The range lies outside of the file.',
  422: "Understood, but it can't be done.",
  426: 'A WebSocket was asked for by plain HTTP.',
  507: 'There is no room left on the server.',
  503: 'The database or the workflow server does not answer; try again.',
};

/** Documents the problem documents that a route answers with. */
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
