import { z } from 'zod';
import { parseInstant } from '#platform';

/** RFC 3986, section 4.1, by its characters: percent-encoding whole, one fragment at most. */
const URI_REFERENCE =
  /^(?:[A-Za-z0-9\-._~:/?[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*(?:#(?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*)?$/;
const ATTRIBUTE_NAME = /^[a-z0-9]{1,20}$/;
const JSON_MEDIA_TYPE = /^(?:application\/json|[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+\+json)(?:\s*;.*)?$/i;

const extension = z.union(
  [z.string().max(4096), z.int().min(-2_147_483_648).max(2_147_483_647), z.boolean()],
  { error: 'An extension attribute must be a string, a 32-bit whole number or a boolean.' },
);

/**
 * The context attributes of a CloudEvent (CloudEvents 1.0.2, JSON format 1.0.2), without `data`.
 * `subject` is never empty; attributes that are null count as absent and are taken away before.
 */
export const contextAttributesSchema = z
  .object({
    specversion: z
      .literal('1.0', { error: 'Must be "1.0".' })
      .meta({ description: 'The version of CloudEvents.' }),
    id: z
      .string({ error: 'Must be a string of 1 to 256 characters.' })
      .min(1, 'Must not be empty.')
      .max(256, 'Must have at most 256 characters.')
      .regex(/^\P{Cc}*$/u, 'Must not contain control characters.')
      .meta({ description: 'Unique within the source; the same event sent again carries the same id.' }),
    source: z
      .string({ error: 'Must be a URI reference.' })
      .min(1, 'Must not be empty.')
      .max(1024, 'Must have at most 1024 characters.')
      .regex(URI_REFERENCE, 'Must be a URI reference (RFC 3986).')
      .meta({ description: 'Who sends, for instance https://hr.example.org.', format: 'uri-reference' }),
    type: z
      .string({ error: 'Must be the name of an event type.' })
      .min(1, 'Must not be empty.')
      .meta({ description: 'The name of an event type of the catalogue.' }),
    time: z
      .string()
      .refine((text) => parseInstant(text) !== null, {
        error: 'Must be an RFC 3339 date-time with an offset, between the years 1900 and 2299.',
      })
      .optional()
      .meta({ description: 'When it happened. Absent: when it is recorded.', format: 'date-time' }),
    subject: z
      .string()
      .min(1, 'Must not be empty.')
      .max(1024, 'Must have at most 1024 characters.')
      .regex(/^\P{Cc}*$/u, 'Must not contain control characters.')
      .optional()
      .meta({ description: 'What the event is about. Absent: taken from the data.' }),
    dataschema: z.string().max(2048).regex(URI_REFERENCE, 'Must be a URI.').optional().meta({
      description:
        'Names the version of the data: urn:plumbline:schema:<type>:<version>, or a URL that ends in /schemas/<type>.json#v<version>. Absent: the current version.',
      format: 'uri',
    }),
    datacontenttype: z
      .string()
      .max(256)
      .regex(JSON_MEDIA_TYPE, 'Must be application/json or end in +json; data of other types is not taken.')
      .optional()
      .meta({ description: 'A JSON media type. Absent: application/json.' }),
  })
  .catchall(extension)
  .superRefine((attributes, context) => {
    for (const name of Object.keys(attributes)) {
      if (ATTRIBUTE_NAME.test(name)) continue;
      context.addIssue({
        code: 'custom',
        path: [name],
        message:
          'An attribute name has 1 to 20 characters, lower-case letters a-z and digits only (CloudEvents 1.0).',
      });
    }
  });

export type ContextAttributes = z.output<typeof contextAttributesSchema>;
