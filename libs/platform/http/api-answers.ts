import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';

interface AnswerOptions {
  readonly status?: number;
  readonly description: string;
  /** The JSON of the answer. */
  readonly schema?: z.ZodType;
  /** The media type of that JSON, when it is not application/json. */
  readonly type?: string;
  /** Further media types that `Accept` may ask for; their content is text, or bytes of a file. */
  readonly text?: readonly string[];
  readonly file?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Documents the good answer of a route. Errors are the same everywhere and documented by `openApiDocument`. */
export function ApiAnswer({
  status = 200,
  description,
  schema,
  type = 'application/json',
  text = [],
  file,
  headers = {},
}: AnswerOptions): MethodDecorator & ClassDecorator {
  const content = {
    ...(schema ? { [type]: { schema: openApiSchema(schema) } } : {}),
    ...Object.fromEntries(text.map((media) => [media, { schema: { type: 'string' } }])),
    ...(file ? { [file]: { schema: { type: 'string', format: 'binary' } } } : {}),
  };
  return applyDecorators(
    ApiResponse({
      status,
      description,
      content,
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, about]) => [
          name,
          { description: about, schema: { type: 'string' } },
        ]),
      ),
    }),
  );
}

/** OpenAPI 3.0 knows `date-time`; the pattern that zod adds says no more and fills pages. */
function openApiSchema(schema: z.ZodType): object {
  const { definitions: _recursive, ...converted } = z.toJSONSchema(schema, {
    target: 'openapi-3.0',
    reused: 'inline',
    override: ({ jsonSchema }) => {
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      // An object may gain properties in a later version.
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return withoutReferences(converted);
}

/** Only z.json() is recursive, and so referred to: any JSON is told by an empty schema. */
function withoutReferences(schema: object): object {
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]: [string, unknown]) => [key, withoutReference(value)]),
  );
}

function withoutReference(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutReference);
  return '$ref' in value ? {} : withoutReferences(value);
}
