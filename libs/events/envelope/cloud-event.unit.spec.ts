import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseInstant, type Instant } from '#platform';
import { catalogue } from '../catalogue.ts';
import { readCloudEvent, type ReadEvent } from './cloud-event.ts';
import { toCloudEvent, type IncomingEvent } from './incoming-event.ts';

const now = instant('2026-07-10T12:00:00Z');
const base = {
  specversion: '1.0',
  id: 'm-1',
  source: 'https://lms.example.org',
  type: 'plumbline.module.completed',
  data: { learner: 'E-1', module: 'ai-literacy' },
};

describe('readCloudEvent', () => {
  it('takes the example of every type', () => {
    for (const definition of catalogue.values()) {
      const event = { ...base, type: definition.type, data: definition.example };
      expect(readCloudEvent(event, { now, internal: definition.internal })).toMatchObject({ ok: true });
    }
  });

  it('gives the columns of the log', () => {
    const sent = {
      ...base,
      type: 'plumbline.learner.enrolled',
      time: '2026-07-01T10:00:00+02:00',
      datacontenttype: 'application/json; charset=utf-8',
      traceparent: '00-1',
      data: { program: 'p', learner: 'E-1', cohort: 'c', identities: [{ hr: '9' }] },
    };
    expect(accepted(sent)).toEqual({
      source: 'https://lms.example.org',
      id: 'm-1',
      type: 'plumbline.learner.enrolled',
      version: 1,
      subject: 'E-1',
      program: 'p',
      occurredAt: '2026-07-01T08:00:00.000000Z',
      identities: ['hr:9'],
      data: JSON.stringify(sent.data),
      upcastData: '',
      attributes: expect.stringContaining('"time":"2026-07-01T10:00:00+02:00"'),
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('takes the subject of the sender before that of the data, and no time for null', () => {
    expect(accepted({ ...base, subject: 'someone' }).subject).toBe('someone');
    expect(accepted(base)).toMatchObject({ subject: 'E-1', occurredAt: null, attributes: '', program: '' });
  });

  it('takes an attribute that is null as absent', () => {
    expect(accepted({ ...base, time: null, subject: null, extra: null }).contentHash).toBe(
      accepted(base).contentHash,
    );
  });

  it.each<[string, unknown, string[]]>([
    ['an array', [base], ['']],
    ['text', 'event', ['']],
    ['null', null, ['']],
    ['another specversion', { ...base, specversion: '0.3' }, ['/specversion']],
    ['no id', omit('id'), ['/id']],
    ['an empty id', { ...base, id: '' }, ['/id']],
    ['a long id', { ...base, id: 'x'.repeat(257) }, ['/id']],
    ['a line break in the id', { ...base, id: 'a\nb' }, ['/id']],
    ['NUL in the id', { ...base, id: 'a\u0000b' }, ['/id']],
    ['NUL in data', { ...base, data: { learner: 'E\u0000', module: 'm' } }, ['/data/learner']],
    ['half a surrogate pair', { ...base, data: { learner: '\ud800', module: 'm' } }, ['/data/learner']],
    ['a number as id', { ...base, id: 7 }, ['/id']],
    ['no source', omit('source'), ['/source']],
    ['a source with a space', { ...base, source: 'the lms' }, ['/source']],
    ['a source with broken percent-encoding', { ...base, source: 'https://a.example/%zz' }, ['/source']],
    ['a source of the product', { ...base, source: 'urn:plumbline:xapi' }, ['/source']],
    ['no type', omit('type'), ['/type']],
    ['no data', omit('data'), ['/data']],
    ['null data', { ...base, data: null }, ['/data']],
    ['data as text', { ...base, data: '{}' }, ['/data']],
    ['binary data', { ...omit('data'), data_base64: 'e30=' }, ['/data_base64']],
    ['an upper-case attribute', { ...base, traceId: 'x' }, ['/traceId']],
    ['a long attribute name', { ...base, ['x'.repeat(21)]: 'x' }, [`/${'x'.repeat(21)}`]],
    ['an object as attribute', { ...base, trace: {} }, ['/trace']],
    ['a fraction as attribute', { ...base, trace: 1.5 }, ['/trace']],
    ['a date without time', { ...base, time: '2026-07-01' }, ['/time']],
    ['a time without offset', { ...base, time: '2026-07-01T10:00:00' }, ['/time']],
    ['a day that does not exist', { ...base, time: '2026-02-30T10:00:00Z' }, ['/time']],
    ['the year 1', { ...base, time: '0001-01-01T00:00:00Z' }, ['/time']],
    ['the year 1899', { ...base, time: '1899-12-31T23:59:59Z' }, ['/time']],
    ['the year 9999', { ...base, time: '9999-12-31T23:59:59Z' }, ['/time']],
    ['more than a day ahead', { ...base, time: '2026-07-11T12:00:00.000001Z' }, ['/time']],
    [
      'an unknown version',
      { ...base, dataschema: 'urn:plumbline:schema:plumbline.module.completed:2' },
      ['/dataschema'],
    ],
    [
      'the schema of another type',
      { ...base, dataschema: 'urn:plumbline:schema:plumbline.incident.opened:1' },
      ['/dataschema'],
    ],
    ['XML', { ...base, datacontenttype: 'application/xml' }, ['/datacontenttype']],
    ['a statement', { ...base, type: 'plumbline.xapi.statement-stored', data: {} }, ['/type']],
    [
      'many faults at once',
      { ...base, id: '', time: 'x', data: { learner: '' } },
      ['/id', '/time', '/data/learner', '/data/module'],
    ],
  ])('refuses %s', (_, value, pointers) => {
    expect(refused(value).errors.map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it('refuses __proto__ as a key, wherever it stands', () => {
    for (const text of [
      '{"__proto__":{"id":"x"}}',
      JSON.stringify(base).replace('"learner"', '"__proto__":{},"learner"'),
    ]) {
      expect(refused(JSON.parse(text)).errors[0]?.pointer).toMatch(/__proto__$/);
    }
  });

  it('refuses deep nesting without failing itself', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
    expect(refused({ ...base, data: { deep } }).errors[0]?.reason).toMatch(/Nested deeper/);
  });

  it('names near types when a name is mistyped', () => {
    expect(refused({ ...base, type: 'plumbline.module.complete' }).errors[0]?.reason).toContain(
      'plumbline.module.completed',
    );
    expect(refused({ ...base, type: 'org.example.other' }).errors[0]?.reason).not.toContain('Near');
    expect(refused({ ...base, type: 'toString' })).toMatchObject({ id: 'm-1', type: 'toString' });
  });

  it.each([
    'urn:plumbline:schema:plumbline.module.completed:1',
    'https://kpi.example.org/schemas/plumbline.module.completed.json#v1',
    '/schemas/plumbline.module.completed.json',
  ])('knows the version by %s', (dataschema) => {
    expect(accepted({ ...base, dataschema }).version).toBe(1);
  });

  it('takes a time up to a day ahead, and a program or an enrolment set for later', () => {
    expect(accepted({ ...base, time: '2026-07-11T12:00:00Z' }).occurredAt).toBe(
      '2026-07-11T12:00:00.000000Z',
    );
    const data = { program: 'p', learner: 'E-1', cohort: 'autumn' };
    expect(
      accepted({ ...base, type: 'plumbline.learner.enrolled', time: '2026-10-01T00:00:00Z', data })
        .occurredAt,
    ).toBe('2026-10-01T00:00:00.000000Z');
  });
});

describe('program.defined', () => {
  const data = { program: 'p', definition: { a: 1 }, effectiveFrom: '2026-06-15T00:00:00+02:00' };
  const defined = { ...base, type: 'plumbline.program.defined', data };

  it('occurs when it takes effect, whatever form the same moment has in time', () => {
    expect(accepted(defined).occurredAt).toBe('2026-06-14T22:00:00.000000Z');
    expect(accepted({ ...defined, time: '2026-06-14T22:00:00Z' }).occurredAt).toBe(
      '2026-06-14T22:00:00.000000Z',
    );
  });

  it('has no other time', () => {
    expect(refused({ ...defined, time: '2026-06-15T00:00:00Z' }).errors).toEqual([
      { pointer: '/time', reason: expect.stringContaining('effectiveFrom') },
    ]);
  });

  it('cannot take effect in the next century', () => {
    const late = { ...defined, data: { ...data, effectiveFrom: '2199-01-01T00:00:00Z' } };
    expect(refused(late).errors).toMatchObject([{ pointer: '/data/effectiveFrom' }]);
  });
});

describe('contentHash', () => {
  const hash = (event: object) => accepted({ ...base, ...event }).contentHash;

  it('does not see the order of keys, the id, the source or the media type', () => {
    expect(hash({ data: { module: 'ai-literacy', learner: 'E-1' } })).toBe(hash({}));
    expect(hash({ id: 'm-2', source: '/other', datacontenttype: 'application/json' })).toBe(hash({}));
    expect(hash({ dataschema: 'urn:plumbline:schema:plumbline.module.completed:1', subject: 'E-1' })).toBe(
      hash({}),
    );
  });

  it('sees the data, the time as sent, the subject and the extensions', () => {
    const hashes = [
      {},
      { time: '2026-07-01T10:00:00Z' },
      { time: '2026-07-01T10:00:00.000Z' },
      { subject: 'other' },
      { trace: 'a' },
      { trace: 1 },
      { trace: '1' },
      { data: { ...base.data, success: true } },
      { type: 'plumbline.use-case.first-used', data: { useCase: 'E-1' } },
    ].map((event) => hash(event));
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});

describe('toCloudEvent', () => {
  const json = fc.jsonValue({ maxDepth: 3 }).map((value): unknown => JSON.parse(JSON.stringify(value)));
  const extensions = fc.dictionary(
    fc.stringMatching(/^x[a-z0-9]{1,19}$/),
    fc.oneof(
      fc.string({ unit: 'binary' }).filter(clean),
      fc.boolean(),
      fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    ),
  );
  const definition = fc
    .dictionary(fc.string({ unit: 'binary', minLength: 1 }).filter(clean), json)
    .filter((value) => clean(JSON.stringify(value)) && !JSON.stringify(value).includes('\\u0000'));

  it('rebuilds the event as it was sent', () => {
    fc.assert(
      fc.property(
        definition,
        extensions,
        fc.boolean(),
        fc.boolean(),
        (definition, extensions, timed, named) => {
          const sent = {
            ...base,
            type: 'plumbline.program.defined',
            ...extensions,
            ...(timed ? { time: '2026-06-15T00:00:00.5+02:00' } : {}),
            ...(named
              ? { subject: 'the program', dataschema: 'urn:plumbline:schema:plumbline.program.defined:1' }
              : {}),
            data: { program: 'p', definition, effectiveFrom: '2026-06-14T22:00:00.500Z' },
          };
          const event = accepted(sent);
          const rebuilt = toCloudEvent(event);
          expect(rebuilt).toEqual(sent);
          expect(accepted(rebuilt).contentHash).toBe(event.contentHash);
        },
      ),
    );
  });
});

function clean(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000') && !text.includes('__proto__');
}

function omit(name: string): object {
  return Object.fromEntries(Object.entries(base).filter(([key]) => key !== name));
}

function accepted(value: unknown): IncomingEvent {
  const result = readCloudEvent(value, { now });
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.event;
}

function refused(value: unknown): Extract<ReadEvent, { ok: false }> {
  const result = readCloudEvent(value, { now });
  if (result.ok) throw new Error(`Accepted: ${JSON.stringify(result.event)}`);
  return result;
}

function instant(text: string): Instant {
  const parsed = parseInstant(text);
  if (parsed === null) throw new Error(`No instant: ${text}`);
  return parsed;
}
