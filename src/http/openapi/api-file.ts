import { ApiResponse } from '@nestjs/swagger';

/** Documents a route that answers with a file of bytes. */
export function ApiFile(mediaType: string, description: string): MethodDecorator {
  return ApiResponse({
    status: 200,
    description,
    content: { [mediaType]: { schema: { type: 'string', format: 'binary' } } },
  });
}
