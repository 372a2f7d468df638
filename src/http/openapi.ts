import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { problemSchema } from './problem.js';

/** Serves the OpenAPI document at /openapi.json, and a page to read it and try requests at /docs. */
export function serveOpenApi(api: NestFastifyApplication): void {
  SwaggerModule.setup('docs', api, () => createDocument(api), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Storelight API',
  });
}

function createDocument(api: NestFastifyApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Storelight')
    .setDescription('How long each store was online while it should have been open.')
    .setVersion('0.1.0')
    .build();
  const document = SwaggerModule.createDocument(api, about, {
    standardSchemaConverter: (schema, { schemaType }) =>
      schema instanceof z.ZodType ? toOpenApi(schema, schemaType) : undefined,
  });
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: toOpenApi(problemSchema, 'output').schema as never },
  };
  return document;
}

/** OpenAPI 3.1 uses JSON Schema 2020-12. */
function toOpenApi(schema: z.ZodType, io: 'input' | 'output') {
  const { $defs = {}, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io });
  delete rest.$schema;
  return { schema: rest as Record<string, unknown>, components: $defs as Record<string, never> };
}
