import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** The OpenAPI document of an application, from its controllers and their zod schemas. */
export function openApiDocument(app: NestFastifyApplication, version: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Plumbline')
    .setDescription(
      'Event-sourced metrics and reporting for AI-reskilling programs: xAPI and CloudEvents in, five KPIs and reports out.',
    )
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBasicAuth({ type: 'http', scheme: 'basic', description: 'Key id and secret.' })
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: '<key id>.<secret>' })
    .build();
  return SwaggerModule.createDocument(app, config);
}

/** Serves the document at /openapi.json and a page to read it at /docs. */
export function serveOpenApi(app: NestFastifyApplication, document: OpenAPIObject): void {
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'Plumbline API',
  });
}
