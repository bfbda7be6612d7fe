import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { publishedSchemas, type JsonSchemaDocument } from '#events';
import { Public, notFound } from '#platform';
import { ApiAnswer } from '#platform/http';
import { z } from 'zod';

/** The JSON Schemas of the catalogue, as senders and editors fetch them. They are the same for everyone. */
@ApiTags('events')
@Controller('schemas')
@Public()
export class SchemasController {
  private readonly schemas = new Map(publishedSchemas().map(({ path, json }) => [path, json]));

  @Get(':type.json')
  @ApiOperation({
    summary: 'The JSON Schema of the data of an event type, or of the whole envelope as cloud-event.json.',
  })
  @ApiAnswer({
    description: 'JSON Schema 2020-12.',
    schema: z.record(z.string(), z.json()),
    type: 'application/schema+json',
  })
  read(@Param('type') type: string, @Res({ passthrough: true }) reply: FastifyReply): JsonSchemaDocument {
    const schema = this.schemas.get(`${type}.json`);
    if (!schema) {
      const there = [...this.schemas.keys()].map((path) => path.replace(/\.json$/, ''));
      throw notFound(`There is no schema ${JSON.stringify(type)}. There are: ${there.join(', ')}.`);
    }
    void reply.type('application/schema+json; charset=utf-8').header('Cache-Control', 'public, max-age=3600');
    return schema;
  }
}
