import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { jsonPointer, zodDetails } from '#platform';
import { catalogue, eventType } from './catalogue.ts';
import { identitiesIn } from './envelope/event-identities.ts';

const definitions = [...catalogue.values()];
const strict = definitions.filter((definition) => !definition.internal);

/** The JSON Schema tells, apart from the parser, which properties are needed. */
const requiredOf = z.looseObject({
  required: z.array(z.string()),
  properties: z.record(z.string(), z.unknown()),
});

describe('the catalogue', () => {
  it('names its types plumbline.<noun>.<past participle>', () => {
    for (const { type } of definitions) expect(type).toMatch(/^plumbline\.[a-z-]+\.[a-z-]+(ed|wn)$/);
  });

  it.each(definitions.map((definition) => [definition.type, definition] as const))(
    '%s: its example parses',
    (_, definition) => {
      expect(definition.data.parse(definition.example)).toEqual(definition.example);
      expect(definition.subject(definition.example)).not.toBe('');
    },
  );

  it.each(definitions.map((definition) => [definition.type, definition] as const))(
    '%s: each required property is missed by its pointer',
    (_, definition) => {
      const { required } = requiredOf.parse(z.toJSONSchema(definition.data, { io: 'input' }));
      for (const name of required) {
        const rest = Object.fromEntries(Object.entries(definition.example).filter(([key]) => key !== name));
        expect(pointers(definition.data, rest)).toContain(jsonPointer([name]));
      }
    },
  );

  it.each(definitions.map((definition) => [definition.type, definition] as const))(
    '%s: a wrong type is refused where it stands',
    (_, definition) => {
      const { properties } = requiredOf.parse({
        required: [],
        ...z.toJSONSchema(definition.data, { io: 'input' }),
      });
      expect(Object.keys(properties).length).toBeGreaterThan(0);
      for (const name of Object.keys(properties)) {
        for (const wrong of [Symbol.iterator, [[]], null]) {
          if (name === 'startedAt' && wrong === null) continue;
          expect(pointers(definition.data, { ...definition.example, [name]: wrong })[0]).toMatch(
            new RegExp(`^${jsonPointer([name])}`),
          );
        }
      }
    },
  );

  it.each(strict.map((definition) => [definition.type, definition] as const))(
    '%s: an unknown property is pointed at',
    (_, definition) => {
      expect(pointers(definition.data, { ...definition.example, 'sur/prise': 1 })).toEqual(['/sur~1prise']);
    },
  );

  it.each(strict.map((definition) => [definition.type, definition] as const))(
    '%s: ids have 1 to 256 characters and no control characters',
    (_, definition) => {
      const [name] = Object.entries(definition.example).find(([key]) => ID_FIELDS.has(key)) ?? [];
      const withId = (id: string) => pointers(definition.data, { ...definition.example, [String(name)]: id });
      expect(withId('x'.repeat(256))).toEqual([]);
      for (const id of ['', 'x'.repeat(257), 'a\nb', 'a\u0085b']) expect(withId(id)).toEqual([`/${name}`]);
    },
  );

  it('lets only admin keys define programs and exclude learners', () => {
    expect(definitions.filter(({ adminOnly }) => adminOnly).map(({ type }) => type)).toEqual([
      'plumbline.program.defined',
      'plumbline.learner.excluded',
    ]);
  });
});

describe('module.completed', () => {
  it('needs a module or an activity', () => {
    const data = eventType('plumbline.module.completed')?.data;
    expect(pointers(data, { learner: 'E-1' })).toEqual(['/module']);
    expect(pointers(data, { learner: 'E-1', activity: 'https://lms.example.org/a' })).toEqual([]);
    expect(pointers(data, { learner: 'E-1', module: 'm', scaled: 1.01 })).toEqual(['/scaled']);
  });
});

describe('assessment.scored', () => {
  const base = { learner: 'E-1', assessment: 'a', phase: 'pre', form: 'f' };
  it.each([
    [{}, ['/raw']],
    [{ raw: 5 }, []],
    [{ scaled: -1 }, []],
    [{ raw: 51, min: 0, max: 50 }, ['/raw']],
    [{ raw: -1, min: 0, max: 50 }, ['/raw']],
    [{ raw: 5, min: 50, max: 50 }, ['/max', '/raw']],
    [{ raw: 5, attempt: 0 }, ['/attempt']],
    [{ raw: 5, attempt: 1.5 }, ['/attempt']],
    [{ raw: Number.POSITIVE_INFINITY }, ['/raw']],
  ])('%j', (score, expected) => {
    expect(pointers(eventType('plumbline.assessment.scored')?.data, { ...base, ...score })).toEqual(expected);
  });
});

describe('incident.opened', () => {
  it('tells a start that is not known from one that was forgotten', () => {
    const data = eventType('plumbline.incident.opened')?.data;
    expect(pointers(data, { incident: 'I', severity: 'sev1', startedAt: null })).toEqual([]);
    expect(pointers(data, { incident: 'I', severity: 'sev1' })).toEqual(['/startedAt']);
    expect(pointers(data, { incident: 'I', severity: 'sev1', startedAt: '0001-01-01T00:00:00Z' })).toEqual([
      '/startedAt',
    ]);
    expect(pointers(data, { incident: 'I', severity: 'sev1', startedAt: '2026-07-01t00:00:00z' })).toEqual([
      '/startedAt',
    ]);
  });
});

describe('identitiesIn', () => {
  it('gathers the keys of every identity, each once', () => {
    const mbox = { mbox: 'mailto:ada@example.org' };
    expect(identitiesIn({ identities: [mbox, { hr: '7' }, mbox] })).toEqual([
      'mbox:mailto:ada@example.org',
      // sha1sum of mailto:ada@example.org, by coreutils
      'mbox_sha1sum:d714b8a95bd857a37405a7b56db9108b60ae42bd',
      'hr:7',
    ]);
    expect(identitiesIn({ identity: { hr: '7' } })).toEqual(['hr:7']);
    expect(identitiesIn({ learner: 'E-1' })).toEqual([]);
  });
});

const ID_FIELDS = new Set([
  'program',
  'learner',
  'prompt',
  'sample',
  'task',
  'artefact',
  'capstone',
  'incident',
  'release',
  'useCase',
  'exception',
  'feedback',
  'id',
]);

function pointers(data: z.ZodType | undefined, value: unknown): string[] {
  const parsed = data?.safeParse(value);
  return parsed?.success === false
    ? [...new Set(zodDetails(parsed.error).map(({ pointer }) => pointer))].sort()
    : [];
}
