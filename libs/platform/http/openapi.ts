import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { REQUIRED_SCOPES, SCOPES, type Scope } from './principal.ts';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'] as const;

const TAGS: readonly (readonly [name: string, about: string])[] = [
  ['xapi', 'The learning record store: statements in and out, xAPI 1.0.3 and 2.0.'],
  ['cmi5', 'Launches of cmi5 content, and the credentials of their sessions.'],
  ['events', 'CloudEvents of the catalogue, and its JSON Schemas.'],
  ['programs', 'Program files, and what no program knows.'],
  ['kpis', 'The five KPIs at two clocks, with the events behind them.'],
  ['measures', 'The supporting measures beside the KPIs, with the events behind them.'],
  ['reports', 'Reports as PDF: ordered, looked after, fetched.'],
  ['dashboards', 'The same pages in a browser.'],
  ['keys', 'API keys of the own tenant.'],
  ['operations', 'For operators and orchestrators.'],
];

/** RFC 9457 with `errors`, as every error answer has it. */
const PROBLEM = {
  type: 'object',
  description: 'An error (RFC 9457).',
  required: ['type', 'title', 'status', 'detail', 'instance'],
  properties: {
    type: { type: 'string', format: 'uri', example: 'urn:plumbline:problem:bad-request' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string', description: 'The id of the request, also sent as X-Request-Id.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'reason'],
        properties: {
          pointer: { type: 'string', description: 'RFC 6901 into the body, or the name of a parameter.' },
          reason: { type: 'string' },
          clause: { type: 'string', description: 'The rule of a standard that is broken.' },
          line: { type: 'integer' },
          column: { type: 'integer' },
        },
      },
    },
  },
};

/** The OpenAPI document of an application, from its controllers and their zod schemas. The same code gives the same document. */
export function openApiDocument(app: NestFastifyApplication, version: string): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Plumbline')
    .setDescription(
      'Event-sourced metrics and reporting for AI-reskilling programs: xAPI and CloudEvents in, five KPIs and reports out. Every answer carries X-Request-Id; every error is application/problem+json.',
    )
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBasicAuth({ type: 'http', scheme: 'basic', description: 'Key id and secret.' })
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: '<key id>.<secret>' });
  for (const [name, about] of TAGS) builder.addTag(name, about);
  const document = SwaggerModule.createDocument(app, builder.build());
  const scopes = scopesByOperation(app);
  for (const path of Object.values(document.paths))
    for (const method of METHODS) {
      const operation = path[method];
      if (operation) describeOperation(operation, scopes.get(operation.operationId ?? ''));
    }
  const schemas = { ...document.components?.schemas, Problem: PROBLEM };
  return { ...document, components: { ...document.components, schemas } };
}

/** Serves the document at /openapi.json and a page to read it at /docs. */
export function serveOpenApi(app: NestFastifyApplication, document: OpenAPIObject): void {
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'Plumbline API',
  });
}

function describeOperation(operation: Operation, required: readonly Scope[] | undefined): void {
  const problem = (description: string) => ({
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  });
  const open = required === undefined;
  if (!open) {
    operation.security = [{ bearer: [] }, { basic: [] }];
    const needs = `Needs a key with the scope ${required.join(' or ')}${required.includes('admin') ? '' : ' (or admin)'}.`;
    operation.description = [operation.description, needs].filter(Boolean).join('\n\n');
  } else operation.security = [];
  const told = Object.entries(operation.responses).map(([status, response]) => {
    const bare = status >= '400' && response && 'description' in response && response.content === undefined;
    return [status, bare ? problem(response.description) : response] as const;
  });
  operation.responses = {
    ...Object.fromEntries(told),
    ...(operation.requestBody === undefined
      ? {}
      : {
          413: problem('Larger or deeper than a limit of this server.'),
          415: problem(
            'Another media type than this path takes, a content coding other than gzip and br, or another charset than UTF-8.',
          ),
        }),
    ...(open
      ? {}
      : {
          401: problem('No key, or one that is malformed, unknown or revoked.'),
          403: problem('A good key without the scope.'),
        }),
    default: problem(
      'What is wrong: 4xx with pointers and reasons; 405 with Allow; 429 and 503 with Retry-After.',
    ),
  };
}

/** The scopes that each route asks for, by the operation id that Swagger gives it; a public route is not among them. */
function scopesByOperation(app: NestFastifyApplication): Map<string, readonly Scope[]> {
  const found = new Map<string, readonly Scope[]>();
  for (const module of app.get(ModulesContainer).values())
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype !== 'function') continue;
      const prototype: unknown = metatype.prototype;
      for (const name of Object.getOwnPropertyNames(prototype)) {
        const handler: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
        const scopes = scopesOf(handler) ?? scopesOf(metatype);
        if (scopes !== null) found.set(`${metatype.name}_${name}`, scopes);
      }
    }
  return found;
}

function scopesOf(target: unknown): readonly Scope[] | null {
  if (typeof target !== 'function') return null;
  const required: unknown = Reflect.getMetadata(REQUIRED_SCOPES, target);
  return Array.isArray(required) ? SCOPES.filter((scope) => required.includes(scope)) : null;
}
