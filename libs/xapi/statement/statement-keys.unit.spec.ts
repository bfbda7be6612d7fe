import { describe, expect, it } from '@jest/globals';
import { statementKeys } from './statement-keys.ts';

const agent = (name: string) => ({ mbox: `mailto:${name}@example.org` });
const group = (...names: string[]) => ({ objectType: 'Group', member: names.map(agent) });
const activity = (name: string) => ({ id: `https://lms.example/${name}` });
const key = (name: string) => `mbox:mailto:${name}@example.org`;
const verb = { id: 'http://adlnet.gov/expapi/verbs/completed' };

describe('statementKeys', () => {
  it('finds a statement by actor, verb, activity and registration', () => {
    const context = { registration: 'FD41C918-B88B-4B20-A0A5-A4C32391AAA0' };
    expect(
      statementKeys({ actor: agent('ada'), verb, object: activity('a'), context, authority: agent('lms') }),
    ).toEqual({
      verb: verb.id,
      registration: 'fd41c918-b88b-4b20-a0a5-a4c32391aaa0',
      agents: [key('ada')],
      relatedAgents: [key('lms')],
      activities: ['https://lms.example/a'],
      relatedActivities: [],
      refersTo: null,
    });
  });

  it('finds it by the members of a group, and by an identified group itself', () => {
    const object = { ...group('eve'), openid: 'https://team.example' };
    expect(statementKeys({ actor: group('ada', 'bob', 'ada'), verb, object })).toMatchObject({
      agents: [key('ada'), key('bob'), 'openid:https://team.example', key('eve')],
      activities: [],
    });
  });

  it('relates everyone and everything in its context', () => {
    const context = {
      instructor: agent('ins'),
      team: group('tea'),
      contextAgents: [{ objectType: 'contextAgent', agent: agent('rel') }],
      contextGroups: [{ objectType: 'contextGroup', group: group('mem') }],
      contextActivities: { parent: [activity('p')], grouping: activity('g') },
    };
    const keys = statementKeys({ actor: agent('ada'), verb, object: activity('a'), context });
    expect(keys.relatedAgents).toEqual(['ins', 'tea', 'rel', 'mem'].map(key));
    expect(keys.relatedActivities).toEqual(['https://lms.example/p', 'https://lms.example/g']);
  });

  it('relates a SubStatement without being about it', () => {
    const inner = {
      objectType: 'SubStatement',
      actor: agent('bob'),
      verb,
      object: activity('x'),
      context: {
        instructor: agent('ins'),
        team: group('tea'),
        contextActivities: { other: [activity('o')] },
      },
    };
    expect(statementKeys({ actor: agent('ada'), verb, object: inner })).toMatchObject({
      agents: [key('ada')],
      relatedAgents: ['bob', 'ins', 'tea'].map(key),
      activities: [],
      relatedActivities: ['https://lms.example/x', 'https://lms.example/o'],
    });
    const aboutEve = { ...inner, object: { objectType: 'Agent', ...agent('eve') }, context: {} };
    expect(statementKeys({ actor: agent('ada'), verb, object: aboutEve })).toMatchObject({
      agents: [key('ada')],
      relatedAgents: ['bob', 'eve'].map(key),
      relatedActivities: [],
    });
  });

  it('names the statement that its object refers to', () => {
    const object = { objectType: 'StatementRef', id: 'FD41C918-B88B-4B20-A0A5-A4C32391AAA0' };
    expect(statementKeys({ actor: agent('ada'), verb, object })).toMatchObject({
      refersTo: 'fd41c918-b88b-4b20-a0a5-a4c32391aaa0',
      activities: [],
    });
  });
});
