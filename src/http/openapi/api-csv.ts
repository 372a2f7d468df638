import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiProduces, ApiResponse } from '@nestjs/swagger';
import { JSON_MEDIA_TYPE } from '../bodies/media-types.js';

const CSV_TYPE = 'text/csv';

const TEXT = { type: 'string' } as const;

/** Documents a route that answers with a CSV that is generated while it is sent. */
export function ApiCsv(description: string): MethodDecorator {
  return ApiResponse({ status: 200, description, content: { [CSV_TYPE]: { schema: TEXT } } });
}

/** Documents a route that answers with JSON or, as well, with a CSV. The JSON is documented by `ApiResponse`. */
export function ApiAlsoCsv(): MethodDecorator {
  return ApiProduces(JSON_MEDIA_TYPE, CSV_TYPE);
}

/** Documents what `sendCsv` answers, apart from 200. */
export function ApiCsvFile(): MethodDecorator {
  return applyDecorators(
    ApiHeader({ name: 'range', required: false, description: 'One range of bytes.', schema: TEXT }),
    ApiHeader({ name: 'if-range', required: false, description: 'The ETag that the range is of.', schema: TEXT }),
    ApiHeader({ name: 'if-none-match', required: false, description: 'The ETag of the file there is.', schema: TEXT }),
    ApiResponse({ status: 206, description: 'The bytes of `Range`.', content: { [CSV_TYPE]: { schema: TEXT } } }),
    ApiResponse({ status: 304, description: 'The file is the one that `If-None-Match` names.' }),
  );
}
