import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { PROBLEM_MEDIA_TYPE } from './problem.js';

const MEANINGS: Readonly<Record<number, string>> = {
  400: 'The request can not be understood; `errors` says where.',
  404: 'There is no such thing.',
  409: 'Not in this state.',
  410: 'It was there and is gone.',
  416: 'The range lies outside.',
  422: 'Understood, but it can not be done.',
  503: 'The database or the workflow server does not answer; try again.',
};

/** Documents the problem documents that a route answers with. */
export function ApiProblems(...statuses: number[]): MethodDecorator {
  return applyDecorators(
    ...statuses.map((status) =>
      ApiResponse({
        status,
        description: MEANINGS[status] ?? '',
        content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
      }),
    ),
  );
}
