import type { OpenAPIObject } from '@nestjs/swagger';
import { problemResponse } from './api-problems.js';
import { CALENDAR_MEDIA_TYPE, NDJSON_MEDIA_TYPE } from '../bodies/media-types.js';

type Operation = OpenAPIObject['paths'][string]['get'] & object;

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** Problems that any route answers which has a path parameter, or whose method may have a body. */
const PATH_PROBLEMS = [400, 414];
const BODY_PROBLEMS = [400, 408, 413, 415];

/** Completes a document by what holds for every operation, so that no route needs to say it. */
export function completeDocument(document: OpenAPIObject): OpenAPIObject {
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = path[method];
      if (operation === undefined) continue;
      if (method !== 'get') addProblems(operation, BODY_PROBLEMS);
      if (operation.parameters?.some((parameter) => 'in' in parameter && parameter.in === 'path')) {
        addProblems(operation, PATH_PROBLEMS);
      }
      describeBody(operation);
      liftDefinitions(operation, document);
      describeTexts(operation);
      describeResponses(operation);
    }
  }
  return withoutIntegerLimits(document);
}

function addProblems({ responses }: Operation, statuses: readonly number[]): void {
  for (const status of statuses) responses[status] ??= problemResponse(status);
}

/** A body whose schema has a default may be left out. */
function describeBody({ requestBody }: Operation): void {
  if (requestBody === undefined || !('content' in requestBody)) return;
  for (const { schema } of Object.values(requestBody.content)) {
    if (schema === undefined || !('default' in schema)) continue;
    delete schema.default;
    requestBody.required = false;
  }
}

/** The schema of a body that Nest does not validate has its definitions inside. */
function liftDefinitions({ requestBody }: Operation, { components }: OpenAPIObject): void {
  if (requestBody === undefined || !('content' in requestBody)) return;
  for (const content of Object.values(requestBody.content)) {
    const { $defs, $schema, ...schema } = content.schema as Record<string, unknown>;
    if ($schema === undefined) continue;
    content.schema = withComponentReferences(schema);
    Object.assign(components!.schemas!, withComponentReferences($defs));
  }
}

/** Definitions of a JSON Schema are components of an OpenAPI document. */
export function withComponentReferences<T>(schema: T): T {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as T;
}

/** What is not JSON is a text, whatever the schema of the JSON of the same route. */
function describeTexts({ requestBody, responses }: Operation): void {
  for (const described of [requestBody, ...Object.values(responses)]) {
    if (described === undefined || !('content' in described)) continue;
    for (const [mediaType, content] of Object.entries(described.content ?? {})) {
      if (TEXT_TYPES.has(mediaType)) content.schema = { type: 'string' };
    }
  }
}

const TEXT_TYPES = new Set(['text/csv', NDJSON_MEDIA_TYPE, CALENDAR_MEDIA_TYPE]);

/** A response without a description of its own is what the operation is for. */
function describeResponses({ summary, responses }: Operation): void {
  for (const response of Object.values(responses)) {
    if (response !== undefined && 'description' in response && response.description === '') {
      response.description = `${summary}.`;
    }
  }
}

/** The limits of JavaScript's integers say nothing about a value. */
function withoutIntegerLimits<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutIntegerLimits) as T;
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key, limit]) => !isIntegerLimit(key, limit));
  return Object.fromEntries(kept.map(([key, child]) => [key, withoutIntegerLimits(child as unknown)])) as T;
}

function isIntegerLimit(key: string, value: unknown): boolean {
  return (
    (key === 'maximum' && value === Number.MAX_SAFE_INTEGER) || (key === 'minimum' && value === Number.MIN_SAFE_INTEGER)
  );
}
