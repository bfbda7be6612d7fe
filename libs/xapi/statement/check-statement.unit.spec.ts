import { describe, expect, it } from '@jest/globals';
import { checkActorValue, checkStatement, VOIDED } from './check-statement.ts';
import type { JsonObject } from './json-value.ts';
import { RULES, type RuleId } from './rules.ts';

const ada = { mbox: 'mailto:ada@example.org' };
const statement = {
  actor: ada,
  verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
  object: { id: 'https://lms.example.org/course/1' },
};
const id = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
const reference = { objectType: 'StatementRef', id };
const attachment = {
  usageType: 'https://x.example/u',
  display: { en: 'x' },
  contentType: 'text/plain',
  length: 1,
  sha2: '0'.repeat(64),
};
const definition = (value: JsonObject) => ({ object: { ...statement.object, definition: value } });
const relation = (value: JsonObject) => ({ context: { contextAgents: [value] } });

/** A change to a valid statement, and the places and rules that it breaks under 2.0. */
const cases: readonly [string, JsonObject, Readonly<Record<string, RuleId>>][] = [
  ['no actor', { actor: undefined }, { '/actor': 'property-required' }],
  ['an actor that is text', { actor: 'Ada' }, { '/actor': 'type-object' }],
  ['null', { result: null }, { '/result': 'no-null' }],
  ['null in a language map', { verb: { ...statement.verb, display: { en: null } } }, { '/verb/display/en': 'no-null' }],
  ['a wrongly cased key', { Result: {} }, { '/Result': 'property-unknown' }],
  ['a wrongly cased type', { actor: { objectType: 'agent', ...ada } }, { '/actor/objectType': 'actor-type' }],
  ['two identifiers', { actor: { ...ada, openid: 'https://a.example' } }, { '/actor': 'one-identifier' }],
  ['no identifier', { actor: { name: 'Ada' } }, { '/actor': 'one-identifier' }],
  ['a group of nobody', { actor: { objectType: 'Group' } }, { '/actor': 'anonymous-group-members' }],
  ['a group in a group', { actor: { objectType: 'Group', member: [{ objectType: 'Group', ...ada }] } }, { '/actor/member/0/objectType': 'member-agent' }],
  ['members of an agent', { actor: { ...ada, member: [] } }, { '/actor/member': 'property-unknown' }],
  ['a mailbox without scheme', { actor: { mbox: 'ada@example.org' } }, { '/actor/mbox': 'mbox-form' }],
  ['a short hash', { actor: { mbox_sha1sum: 'ab' } }, { '/actor/mbox_sha1sum': 'sha1-form' }],
  ['an account without a name', { actor: { account: { homePage: 'https://l.example' } } }, { '/actor/account/name': 'property-required' }],
  ['a home page without scheme', { actor: { account: { homePage: 'l.example', name: 'a' } } }, { '/actor/account/homePage': 'iri-form' }],
  ['a language that is none', { verb: { ...statement.verb, display: { en_US: 'x' } } }, { '/verb/display/en_US': 'language-tag' }],
  ['a display that is text', { verb: { ...statement.verb, display: 'x' } }, { '/verb/display': 'language-map' }],
  ['an object of no type', { object: { objectType: 'activity', id: 'https://x.example' } }, { '/object/objectType': 'object-type' }],
  ['an agent without its type', { object: ada }, { '/object/mbox': 'property-unknown', '/object/id': 'property-required' }],
  ['an unknown interaction', definition({ interactionType: 'Choice' }), { '/object/definition/interactionType': 'interaction-type' }],
  ['choices of nothing', definition({ choices: [] }), { '/object/definition': 'interaction-type-required' }],
  ['a scale to choose from', definition({ interactionType: 'choice', scale: [] }), { '/object/definition/scale': 'component-list' }],
  ['a choice twice', definition({ interactionType: 'choice', choices: [{ id: 'a' }, { id: 'a' }] }), { '/object/definition/choices/1/id': 'component-id-distinct' }],
  ['a nested SubStatement', { object: { objectType: 'SubStatement', ...statement, object: { objectType: 'SubStatement', ...statement } } }, { '/object/object/objectType': 'sub-statement-nested' }],
  ['a SubStatement with an id', { object: { objectType: 'SubStatement', ...statement, id } }, { '/object/id': 'sub-statement-property' }],
  ['a reference to nothing', { object: { objectType: 'StatementRef' } }, { '/object/id': 'property-required' }],
  ['voiding an activity', { verb: { id: VOIDED } }, { '/object': 'voiding-object' }],
  ['a score beyond one', { result: { score: { scaled: 1.01 } } }, { '/result/score/scaled': 'score-scaled' }],
  ['a score in quotes', { result: { score: { raw: '1' } } }, { '/result/score/raw': 'type-number' }],
  ['a score above max', { result: { score: { raw: 11, min: 0, max: 10 } } }, { '/result/score/raw': 'score-raw' }],
  ['min at max', { result: { score: { min: 1, max: 1 } } }, { '/result/score/min': 'score-min-max' }],
  ['success in quotes', { result: { success: 'true' } }, { '/result/success': 'type-boolean' }],
  ['weeks and days', { result: { duration: 'P4W1D' } }, { '/result/duration': 'duration-form' }],
  ['an extension without scheme', { result: { extensions: { x: 1 } } }, { '/result/extensions/x': 'extension-key' }],
  ['a registration that is no UUID', { context: { registration: '1' } }, { '/context/registration': 'uuid-form' }],
  ['a team of one agent', { context: { team: ada } }, { '/context/team/objectType': 'context-team' }],
  ['a platform for a reference', { object: reference, context: { platform: 'x' } }, { '/context/platform': 'context-activity-only' }],
  ['a fifth kind of context activity', { context: { contextActivities: { Parent: [] } } }, { '/context/contextActivities/Parent': 'property-unknown' }],
  ['an agent as context activity', { context: { contextActivities: { other: [{ objectType: 'Agent', id: 'https://x.example' }] } } }, { '/context/contextActivities/other/0/objectType': 'activity-type' }],
  ['a context statement without type', { context: { statement: { id } } }, { '/context/statement/objectType': 'statement-ref' }],
  ['a context agent without type', relation({ agent: ada }), { '/context/contextAgents/0/objectType': 'context-agent' }],
  ['no relevant types', relation({ objectType: 'contextAgent', agent: ada, relevantTypes: [] }), { '/context/contextAgents/0/relevantTypes': 'relevant-types' }],
  ['an unknown offset', { timestamp: '2026-07-06T08:00:00-00:00' }, { '/timestamp': 'timestamp-form' }],
  ['an authority of three', { authority: { objectType: 'Group', member: [ada, ada, ada] } }, { '/authority': 'authority-pair' }],
  ['a named authority pair', { authority: { objectType: 'Group', ...ada, member: [ada, ada] } }, { '/authority': 'authority-pair' }],
  ['a version of the future', { version: '3.0.0' }, { '/version': 'version-form' }],
  ['half an octet', { attachments: [{ ...attachment, length: 0.5 }] }, { '/attachments/0/length': 'attachment-length' }],
  ['a digest in base64', { attachments: [{ ...attachment, sha2: 'SV05Xnfc' }] }, { '/attachments/0/sha2': 'attachment-sha2' }],
  ['a content type of one word', { attachments: [{ ...attachment, contentType: 'text' }] }, { '/attachments/0/contentType': 'media-type' }],
]; // prettier-ignore

/** As JSON has it: properties that are undefined are absent. */
const sent = (change: JsonObject): unknown => JSON.parse(JSON.stringify({ ...statement, ...change }));

describe('checkStatement', () => {
  it.each(cases)('refuses %s', (_, change, broken) => {
    const found = checkStatement(sent(change), '2.0').map(({ pointer, rule }) => [pointer, rule]);
    expect(Object.fromEntries(found)).toEqual(broken);
    expect(found).toHaveLength(Object.keys(broken).length);
  });

  it('tells every rule of the catalogue somewhere', () => {
    const told = new Set(cases.flatMap(([, , broken]) => Object.values(broken)));
    const elsewhere: RuleId[] = [
      'type-array',
      'type-string',
      'agent-type',
      'extensions-object',
      'context-group',
    ];
    expect(Object.keys(RULES).toSorted()).toEqual([...told, ...elsewhere].toSorted());
  });

  it.each<[string, JsonObject, RuleId]>([
    ['a list that is none', { attachments: {} }, 'type-array'],
    ['a name that is none', { actor: { ...ada, name: 1 } }, 'type-string'],
    [
      'a group as context agent',
      relation({ objectType: 'contextAgent', agent: { objectType: 'Group', ...ada } }),
      'agent-type',
    ],
    ['extensions in a list', { context: { extensions: [] } }, 'extensions-object'],
    [
      'a context group without type',
      { context: { contextGroups: [{ group: { objectType: 'Group', ...ada } }] } },
      'context-group',
    ],
  ])('refuses %s', (_, change, rule) => {
    expect(checkStatement(sent(change), '2.0').map((violation) => violation.rule)).toEqual([rule]);
  });

  it('tells all errors at once, each with reason and clause of the version', () => {
    const bad = sent({ actor: {}, verb: { id: 'x' }, timestamp: 'today' });
    expect(checkStatement(bad, '1.0')).toEqual([
      {
        pointer: '/actor',
        rule: 'one-identifier',
        reason: RULES['one-identifier'].says,
        clause: 'xAPI 1.0.3 Data 2.4.2.3',
      },
      {
        pointer: '/verb/id',
        rule: 'iri-form',
        reason: RULES['iri-form'].says,
        clause: 'xAPI 1.0.3 Data 2.2',
      },
      {
        pointer: '/timestamp',
        rule: 'timestamp-form',
        reason: RULES['timestamp-form'].says,
        clause: 'xAPI 1.0.3 Data 4.5',
      },
    ]);
    expect(checkStatement(bad, '2.0').map(({ clause }) => clause)).toEqual([
      'IEEE 9274.1.1 4.2.2.1',
      'IEEE 9274.1.1 4.2.1',
      'IEEE 9274.1.1 4.2.7',
    ]);
  });

  it('knows context agents and versions of 2.0 only there', () => {
    const change = { version: '2.0.0', ...relation({ objectType: 'contextAgent', agent: ada }) };
    expect(checkStatement(sent(change), '2.0')).toEqual([]);
    expect(checkStatement(sent(change), '1.0').map(({ pointer }) => pointer)).toEqual([
      '/version',
      '/context/contextAgents',
    ]);
  });

  it('never looks into extensions', () => {
    const extensions = {
      'https://x.example/e': { objectType: 'agent', id: null, score: 'x', nested: [[null]] },
      'https://x.example/n': null,
    };
    expect(checkStatement(sent({ context: { extensions }, result: { extensions } }), '1.0')).toEqual([]);
  });

  it.each([null, [], 'x', 1, true])('refuses %j as a statement', (value) => {
    expect(checkStatement(value, '1.0')).toMatchObject([{ pointer: '' }]);
  });

  it('escapes what stands in a pointer', () => {
    expect(checkStatement(sent({ 'a/b~c': 1 }), '1.0')).toMatchObject([{ pointer: '/a~1b~0c' }]);
  });
});

describe('checkActorValue', () => {
  it('takes agents and groups and refuses the rest', () => {
    expect(checkActorValue(ada, '1.0')).toEqual([]);
    expect(checkActorValue({ objectType: 'Group', ...ada }, '1.0')).toEqual([]);
    expect(checkActorValue({ objectType: 'Activity', id: 'https://x.example' }, '1.0')).toMatchObject([
      { pointer: '/objectType', rule: 'actor-type' },
    ]);
    expect(checkActorValue([], '1.0')).toMatchObject([{ rule: 'type-object' }]);
  });
});
