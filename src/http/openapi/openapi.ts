import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { completeDocument, withComponentReferences } from './openapi-rules.js';
import { SECURITY_SCHEMES, SESSION_COOKIE } from './security-schemes.js';
import { problemSchema } from '../problems/problem.js';

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
    .addServer('/')
    .addSecurity(SECURITY_SCHEMES.key, {
      type: 'http',
      scheme: 'bearer',
      description: 'An API key. A request from this machine to an API that listens only there needs none.',
    })
    .addSecurity(SECURITY_SCHEMES.session, {
      type: 'apiKey',
      in: 'cookie',
      name: SESSION_COOKIE,
      description: 'The cookie of `POST /session`; over http on this machine it is named `storelight`.',
    });
  for (const [name, description] of Object.entries(TAGS)) about.addTag(name, description);
  const document = SwaggerModule.createDocument(api, about.build(), {
    standardSchemaConverter: (schema, { schemaType }) =>
      schema instanceof z.ZodType ? toOpenApi(schema, schemaType) : undefined,
  });
  const { schema, components } = withComponentReferences(toOpenApi(problemSchema, 'output'));
  document.components = {
    ...document.components,
    // Where a schema has named parts, Zod makes it a reference to one of the components.
    schemas: { ...document.components?.schemas, Problem: schema as never, ...components },
  };
  return completeDocument(document);
}

/** The groups of routes, in the order in which a reader meets them. */
const TAGS = {
  Reports: 'Uptime and downtime of all stores or some: request, follow, read and compare reports.',
  Stores: 'The known stores, their time zones and business hours, and the numbers of any window of one store.',
  Imports: 'Files with polls, business hours or time zones, and what became of each.',
  Polls: 'Polls that are pushed as they happen, and how many there are.',
  Changes: 'Says when something has changed, so that a page reads it again.',
  Schedules: 'The jobs that run by themselves: imports, reports, retention.',
  Access: 'API keys, and sessions that begin with one or with a log-in by OpenID Connect.',
  Health: 'For load balancers and monitoring.',
  'First generation': 'Short routes, for clients that still use them.',
};

/** OpenAPI 3.1 uses JSON Schema 2020-12. */
function toOpenApi(schema: z.ZodType, io: 'input' | 'output') {
  const { $defs = {}, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io });
  delete rest.$schema;
  return { schema: rest as Record<string, unknown>, components: $defs as Record<string, never> };
}
