import { describe, expect, it } from '@jest/globals';
import { catalogue } from '../catalogue.ts';
import { envelopeJsonSchema, publishedSchemas } from './json-schema.ts';

describe('publishedSchemas', () => {
  const published = publishedSchemas();

  it('has one document for each type and one for the envelope', () => {
    expect(published).toHaveLength(catalogue.size + 1);
    expect(new Set(published.map(({ json }) => json['$id'])).size).toBe(catalogue.size + 1);
    for (const { json } of published) {
      expect(json).toMatchObject({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
        title: expect.any(String),
        description: expect.any(String),
        examples: [expect.any(Object)],
      });
    }
  });

  it('closes every object of data and describes every property', () => {
    for (const { path, json } of published) {
      if (path.includes('xapi') || path === 'cloud-event.json') continue;
      expect(json).toMatchObject({ additionalProperties: false });
      for (const [name, property] of Object.entries(Object(json['properties']))) {
        expect([path, name, property]).toEqual([
          path,
          name,
          expect.objectContaining({ description: expect.any(String) }),
        ]);
      }
    }
  });

  it('says date-time of a moment', () => {
    const schema = published.find(({ path }) => path === 'plumbline.incident.opened.json')?.json;
    expect(JSON.stringify(Object(schema?.['properties']).startedAt)).toContain('"format":"date-time"');
  });
});

describe('envelopeJsonSchema', () => {
  it('leads from each type that may be sent to the schema of its data', () => {
    const ids = publishedSchemas().map(({ json }) => json['$id']);
    const text = JSON.stringify(envelopeJsonSchema());
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]);
    expect(references).toHaveLength(catalogue.size - 1);
    expect(ids).toEqual(expect.arrayContaining(references));
    expect(text).not.toContain('statement-stored');
  });
});
