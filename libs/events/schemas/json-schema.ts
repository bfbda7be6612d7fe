import { z } from 'zod';
import { catalogue } from '../catalogue.ts';
import type { EventDefinition } from '../define-event.ts';
import { contextAttributesSchema } from '../envelope/cloud-event.schema.ts';
import { schemaUrn } from '../envelope/data-schema.ts';

/** A JSON Schema 2020-12 document. */
export type JsonSchemaDocument = Readonly<Record<string, unknown>>;

/** The JSON Schema of the data of a type in its current version, which is also its anchor `#v<version>`. */
export function dataJsonSchema(definition: EventDefinition): JsonSchemaDocument {
  const { $schema, ...schema } = z.toJSONSchema(definition.data, { target: 'draft-2020-12', io: 'input' });
  return {
    $schema,
    $id: schemaUrn(definition.type, definition.version),
    $anchor: `v${definition.version}`,
    title: definition.type,
    description: definition.summary,
    ...schema,
    examples: [definition.example],
  };
}

/** The JSON Schema of a CloudEvent of the catalogue, its data described by the schema of its type. */
export function envelopeJsonSchema(): JsonSchemaDocument {
  const { $schema, properties, required, ...schema } = z.toJSONSchema(contextAttributesSchema, {
    target: 'draft-2020-12',
    io: 'input',
  });
  const sent = [...catalogue.values()].filter((definition) => !definition.internal);
  return {
    $schema,
    $id: 'urn:plumbline:schema:cloud-event',
    title: 'CloudEvent',
    description: 'An event as POST /v1/events takes it (CloudEvents 1.0, JSON format).',
    ...schema,
    properties: { ...properties, type: { enum: sent.map(({ type }) => type) }, data: { type: 'object' } },
    required: [...(required ?? []), 'data'],
    propertyNames: { pattern: '^[a-z0-9]{1,20}$' },
    oneOf: sent.map(({ type, version }) => ({
      properties: { type: { const: type }, data: { $ref: schemaUrn(type, version) } },
    })),
    examples: sent.slice(0, 1).map((definition) => ({
      specversion: '1.0',
      id: 'enrolment-1001',
      source: 'https://hr.example.org',
      type: definition.type,
      data: definition.example,
    })),
  };
}

/** Every published schema with its path below `schemas/`. */
export function publishedSchemas(): { readonly path: string; readonly json: JsonSchemaDocument }[] {
  return [
    { path: 'cloud-event.json', json: envelopeJsonSchema() },
    ...[...catalogue.values()].map((definition) => ({
      path: `${definition.type}.json`,
      json: dataJsonSchema(definition),
    })),
  ];
}
