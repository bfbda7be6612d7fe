import { describe, expect, it } from '@jest/globals';
import { instantFromMillis, Problem } from '#platform';
import { decodeMoreCursor, encodeMoreCursor } from './more-cursor.ts';
import { parseStatementsQuery } from './parameters.ts';
import type { RawParameters } from './query-parameters.ts';

const id = 'fd41c918-b88b-4b20-a0a5-a4c32391aaa0';

function refusal(parameters: RawParameters): Problem {
  try {
    parseStatementsQuery(parameters, '1.0');
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('The parameters were accepted.');
}

describe('parseStatementsQuery', () => {
  it('reads a request for a page with nothing asked', () => {
    expect(parseStatementsQuery({}, '1.0')).toEqual({
      kind: 'page',
      agent: null,
      verb: null,
      activity: null,
      registration: null,
      relatedActivities: false,
      relatedAgents: false,
      since: null,
      until: null,
      limit: 0,
      format: 'exact',
      attachments: false,
      ascending: false,
      parameters: {},
      cursor: null,
    });
  });

  it('reads every filter', () => {
    const parameters = {
      agent: '{"mbox":"mailto:ada@Example.org"}',
      verb: 'http://adlnet.gov/expapi/verbs/completed',
      activity: 'https://lms.example/a',
      registration: id.toUpperCase(),
      related_activities: 'true',
      related_agents: 'false',
      since: '2026-07-06T10:00:00+02:00',
      until: '2026-07-07T00:00:00Z',
      limit: '50',
      format: 'ids',
      attachments: 'true',
      ascending: 'true',
    };
    expect(parseStatementsQuery(parameters, '1.0')).toMatchObject({
      agent: expect.arrayContaining(['mbox:mailto:ada@example.org']),
      verb: parameters.verb,
      activity: parameters.activity,
      registration: id,
      relatedActivities: true,
      relatedAgents: false,
      since: '2026-07-06T08:00:00.000000Z',
      until: '2026-07-07T00:00:00.000000Z',
      limit: 50,
      format: 'ids',
      attachments: true,
      ascending: true,
      parameters,
    });
  });

  it('takes a limit of any size for what it is', () => {
    for (const limit of ['1000000000', '9'.repeat(400)])
      expect(parseStatementsQuery({ limit }, '1.0')).toMatchObject({ limit: Number(limit) });
  });

  it('looks for a mailbox under its hash too', () => {
    expect(parseStatementsQuery({ agent: '{"mbox":"mailto:xapi@adlnet.gov"}' }, '1.0')).toMatchObject({
      agent: ['mbox:mailto:xapi@adlnet.gov', 'mbox_sha1sum:cd9b00a5611f94eaa7b1661edab976068e364975'],
    });
  });

  it('reads a request for one statement, alone or with attachments and format', () => {
    expect(parseStatementsQuery({ statementId: id.toUpperCase() }, '2.0')).toEqual({
      kind: 'single',
      id,
      voided: false,
      format: 'exact',
      attachments: false,
    });
    const voided = { voidedStatementId: id, format: 'canonical', attachments: 'true' };
    expect(parseStatementsQuery(voided, '2.0')).toMatchObject({
      voided: true,
      format: 'canonical',
      attachments: true,
    });
  });

  it.each<[string, RawParameters, readonly string[]]>([
    ['an unknown parameter', { foo: '1' }, ['foo']],
    ['a wrongly cased one', { StatementId: id }, ['StatementId']],
    ['several wrong ones', { Verb: 'x', limit: '-1', verb: 'x' }, ['verb', 'limit', 'Verb']],
    ['one that is repeated', { verb: ['a:b', 'a:c'] }, ['verb']],
    ['both ids', { statementId: id, voidedStatementId: id }, ['voidedStatementId']],
    ['a filter beside an id', { statementId: id, limit: '1' }, ['limit']],
    ['a filter beside a voided id', { voidedStatementId: id, agent: '{}' }, ['agent']],
    ['an id that is no UUID', { statementId: '1' }, ['statementId']],
    ['an empty id', { statementId: '' }, ['statementId']],
    ['a moment that is none', { since: 'yesterday' }, ['since']],
    ['an unknown offset', { until: '2026-07-06T08:00:00-00:00' }, ['until']],
    ['a flag that is none', { ascending: '1' }, ['ascending']],
    ['an unknown format', { format: 'IDs' }, ['format']],
    ['an activity without a scheme', { activity: 'course' }, ['activity']],
    ['an agent that is not JSON', { agent: 'ada' }, ['agent']],
    ['an agent of two identifiers', { agent: '{"mbox":"mailto:a@b","openid":"https://a.b"}' }, ['agent']],
    ['an agent with a bad mailbox', { agent: '{"mbox":"ada"}' }, ['agent/mbox']],
    [
      'a group of nobody in particular',
      { agent: '{"objectType":"Group","member":[{"mbox":"mailto:a@b"}]}' },
      ['agent'],
    ],
    ['a link that no page gave', { more: 'bm90aGluZw' }, ['more']],
    ['such a link whatever stands beside it', { more: 'x', limit: '1' }, ['more']],
  ])('refuses %s and names it', (_, parameters, names) => {
    const problem = refusal(parameters);
    expect(problem).toMatchObject({ status: 400, type: 'invalid-parameter' });
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(names);
  });

  it('takes ISO 8601 beyond RFC 3339 under 1.0 only', () => {
    expect(parseStatementsQuery({ since: '2026-07-06T08:00' }, '1.0')).toMatchObject({
      since: '2026-07-06T08:00:00.000000Z',
    });
    expect(() => parseStatementsQuery({ since: '2026-07-06T08:00' }, '2.0')).toThrow(Problem);
  });

  it('goes on where a more link says', () => {
    const cursor = {
      parameters: { limit: '2', verb: 'http://adlnet.gov/expapi/verbs/completed' },
      after: { stored: instantFromMillis(1_780_000_000_000), id },
      through: instantFromMillis(1_780_000_100_000),
    };
    const more = encodeMoreCursor(cursor);
    expect(more).toMatch(/^[\w-]+$/);
    expect(decodeMoreCursor(more)).toEqual(cursor);
    expect(parseStatementsQuery({ more }, '1.0')).toMatchObject({
      limit: 2,
      verb: cursor.parameters.verb,
      cursor,
    });
  });

  it('takes beside a more link what the first page was asked, and nothing else', () => {
    const asked = { limit: '2', verb: 'http://adlnet.gov/expapi/verbs/completed', ascending: 'true' };
    const more = encodeMoreCursor({
      parameters: asked,
      after: { stored: instantFromMillis(1_780_000_000_000), id },
      through: instantFromMillis(1_780_000_100_000),
    });
    expect(parseStatementsQuery({ ...asked, more }, '1.0')).toEqual(parseStatementsQuery({ more }, '1.0'));
    expect(parseStatementsQuery({ limit: '2', more }, '1.0')).toEqual(parseStatementsQuery({ more }, '1.0'));
    const other = { limit: '3', format: 'exact', constructor: 'x', Verb: asked.verb };
    expect(refusal({ ...other, more }).errors?.map(({ pointer }) => pointer)).toEqual(Object.keys(other));
  });

  it('checks the parameters in a more link like any', () => {
    const more = encodeMoreCursor({
      parameters: { limit: 'many' },
      after: { stored: instantFromMillis(0), id },
      through: instantFromMillis(1),
    });
    expect(refusal({ more }).errors).toMatchObject([{ pointer: 'limit' }]);
  });
});
