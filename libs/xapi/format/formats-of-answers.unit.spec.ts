import { describe, expect, it } from '@jest/globals';
import { canonicalFormat } from './canonical-format.ts';
import { exactFormat } from './exact-format.ts';
import { idsFormat } from './ids-format.ts';
import { chooseLanguage, parseAcceptLanguage } from './language.ts';

const ada = { objectType: 'Agent', name: 'Ada', mbox: 'mailto:ada@example.org' };
const course = {
  objectType: 'Activity',
  id: 'https://lms.example/c',
  definition: { name: { de: 'Kurs', 'en-US': 'Course' }, type: 'http://adlnet.gov/expapi/activities/course' },
};
const verb = {
  id: 'http://adlnet.gov/expapi/verbs/completed',
  display: { 'en-US': 'completed', de: 'beendet' },
};
const statement = { id: 'x', actor: ada, verb, object: course, result: { success: true } };

describe('idsFormat', () => {
  it('keeps only what identifies', () => {
    expect(idsFormat({ ...statement, authority: { name: 'LMS', openid: 'https://lms.example' } })).toEqual({
      id: 'x',
      actor: { objectType: 'Agent', mbox: 'mailto:ada@example.org' },
      verb: { id: verb.id },
      object: { id: course.id },
      result: { success: true },
      authority: { openid: 'https://lms.example' },
    });
  });

  it('keeps the members of a nameless group only, and reaches into context and SubStatement', () => {
    const nameless = { objectType: 'Group', name: 'us', member: [ada] };
    const named = { ...nameless, mbox: 'mailto:team@example.org' };
    const context = {
      registration: 'r',
      team: named,
      contextActivities: { parent: [course] },
      contextAgents: [{ objectType: 'contextAgent', agent: ada, relevantTypes: ['https://x.example/t'] }],
      contextGroups: [{ objectType: 'contextGroup', group: named }],
    };
    const object = { objectType: 'SubStatement', actor: nameless, verb, object: course, context };
    expect(idsFormat({ ...statement, object })['object']).toEqual({
      objectType: 'SubStatement',
      actor: { objectType: 'Group', member: [{ objectType: 'Agent', mbox: 'mailto:ada@example.org' }] },
      verb: { id: verb.id },
      object: { id: course.id },
      context: {
        registration: 'r',
        team: { objectType: 'Group', mbox: 'mailto:team@example.org' },
        contextActivities: { parent: [{ id: course.id }] },
        contextAgents: [
          {
            objectType: 'contextAgent',
            agent: { objectType: 'Agent', mbox: 'mailto:ada@example.org' },
            relevantTypes: ['https://x.example/t'],
          },
        ],
        contextGroups: [
          { objectType: 'contextGroup', group: { objectType: 'Group', mbox: 'mailto:team@example.org' } },
        ],
      },
    });
  });
});

describe('canonicalFormat', () => {
  const known = {
    activity: (id: string) =>
      id === course.id
        ? {
            name: { en: 'The course', de: 'Der Kurs' },
            interactionType: 'choice',
            choices: [{ id: 'a', description: { en: 'A', fr: 'Un' } }],
          }
        : undefined,
    verb: (id: string) => (id === verb.id ? { en: 'has completed', de: 'hat beendet' } : undefined),
  };

  it('shows what the LRS knows, in the language asked for', () => {
    expect(canonicalFormat(statement, known, ['de'])).toMatchObject({
      verb: { display: { de: 'hat beendet' } },
      object: { definition: { name: { de: 'Der Kurs' }, choices: [{ id: 'a', description: { en: 'A' } }] } },
    });
  });

  it('gives each language map one entry, also where only the statement knows', () => {
    const other = { ...course, id: 'https://lms.example/other' };
    const object = { objectType: 'SubStatement', actor: ada, verb, object: other };
    const context = { contextActivities: { other: [other] } };
    const view = canonicalFormat({ ...statement, object, context }, known, ['fr', 'en']);
    const definition = { name: { 'en-US': 'Course' }, type: 'http://adlnet.gov/expapi/activities/course' };
    expect(view['object']).toEqual({
      ...object,
      verb: { id: verb.id, display: { en: 'has completed' } },
      object: { ...other, definition },
    });
    expect(view['context']).toEqual({ contextActivities: { other: [{ ...other, definition }] } });
  });
});

describe('exactFormat', () => {
  const sent = { ...statement, timestamp: '2026-07-06T10:00:00.1+02:00' };

  it('gives a reader of 1.0 what was sent', () => {
    expect(exactFormat(sent, '1.0')).toEqual(sent);
  });

  it('gives a reader of 2.0 its times in UTC', () => {
    const object = { objectType: 'SubStatement', ...sent };
    expect(exactFormat({ ...sent, object }, '2.0')).toEqual({
      ...sent,
      timestamp: '2026-07-06T08:00:00.1Z',
      object: { ...object, timestamp: '2026-07-06T08:00:00.1Z' },
    });
  });
});

describe('parseAcceptLanguage', () => {
  it.each<[string | undefined, readonly string[]]>([
    ['da, en-GB;q=0.8, en;q=0.7', ['da', 'en-gb', 'en']],
    ['en;q=0.1, de;q=0.9, fr', ['fr', 'de', 'en']],
    ['en;q=0, *', ['*']],
    ['en;q=2, , ;;, d e', []],
    [undefined, []],
  ])('reads %j', (header, ranges) => {
    expect(parseAcceptLanguage(header)).toEqual(ranges);
  });
});

describe('chooseLanguage', () => {
  it.each<[readonly string[], readonly string[], string | null]>([
    [['en-US', 'de'], ['de'], 'de'],
    [['en-US', 'de'], ['en'], 'en-US'],
    [['en', 'de'], ['de-ch-1996'], 'de'],
    [['fr', 'zh-Hant'], ['zh-hant-cn-x-private1'], 'zh-Hant'],
    [['fr', 'en-GB'], ['ja'], 'en-GB'],
    [['fr', 'it'], ['ja'], 'fr'],
    [['fr', 'it'], ['ja', '*'], 'fr'],
    [['eng', 'de'], ['en', 'de'], 'de'],
    [[], ['en'], null],
  ])('of %j for %j takes %j', (tags, wanted, chosen) => {
    expect(chooseLanguage(tags, wanted)).toBe(chosen);
  });
});
