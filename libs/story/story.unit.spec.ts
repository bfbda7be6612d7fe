import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { editions } from './calendar.ts';
import type { JsonObject } from './push/message.ts';
import type { Push } from './push/pack.ts';
import { generateStory } from './story.ts';

const story = generateStory({ seed: 'plumbline' });

describe('a story', () => {
  it('is the same, byte by byte, for the same seed', () => {
    expect(JSON.stringify(generateStory({ seed: 'plumbline' }))).toBe(JSON.stringify(story));
  });

  it('is another for another seed', () => {
    const other = generateStory({ seed: 'another' });
    expect(JSON.stringify(other.pushes)).not.toBe(JSON.stringify(story.pushes));
    expect(other.truth.second['skills-gain'].value).not.toBe(story.truth.second['skills-gain'].value);
  });

  it('grows with its learners', () => {
    const large = generateStory({ seed: 'plumbline', learners: 600 });
    expect(large.truth.second['training-completion'].n).toBe(600 - 25);
  });

  it('refuses too few learners', () => {
    expect(() => generateStory({ seed: 1, learners: 60 })).toThrow(RangeError);
  });

  it('differs between its editions in every KPI', () => {
    const { first, second } = story.truth;
    for (const kpi of ['training-completion', 'skills-gain', 'governance-coverage'] as const)
      expect(second[kpi].value).not.toBe(first[kpi].value);
    expect(second['prompt-consistency'].numerator).not.toBe(first['prompt-consistency'].numerator);
    expect(second['incident-response']).not.toEqual(first['incident-response']);
    expect([first['training-completion'].status, second['training-completion'].status]).toEqual([
      'missed',
      'met',
    ]);
  });
});

describe('the pushes of a story', () => {
  const { pushes } = story;

  it('go forward in time, all before the second edition is asked for', () => {
    const times = pushes.map((push) => push.at);
    expect(times).toEqual(times.toSorted());
    expect((times[0] ?? '') > story.opensAt).toBe(true);
    expect((times.at(-1) ?? '') < editions.second.knownBy).toBe(true);
  });

  it('tell something between the editions, and nothing else after the first', () => {
    const days = pushes
      .filter((push) => push.at > editions.first.knownBy)
      .map((push) => push.at.slice(0, 10));
    expect([...new Set(days)]).toEqual([
      '2026-11-01',
      '2026-11-02',
      '2026-11-03',
      '2026-11-04',
      '2026-11-05',
    ]);
  });

  it('hold at most a hundred statements or events, and no statement twice in one request', () => {
    for (const { request } of pushes) {
      expect(bodiesOf(request).length).toBeLessThanOrEqual(100);
    }
    const statements = pushes.flatMap(({ request }) => (request.kind === 'xapi' ? [request.statements] : []));
    for (const batch of statements) expect(new Set(batch.map(identityOf)).size).toBe(batch.length);
  });

  it('expect what a store of first contents answers', () => {
    const stored = new Map<string, string>();
    for (const { request, expect: expected } of pushes) {
      const outcomes = bodiesOf(request).map((body) => outcomeOf(stored, body));
      const count = (outcome: string) => outcomes.filter((one) => one === outcome).length;
      const rejected = outcomes.flatMap((outcome, index) => (outcome === 'conflict' ? [index] : []));
      expect({ accepted: count('new'), duplicates: count('same'), rejected }).toEqual({
        accepted: expected.accepted,
        duplicates: expected.duplicates,
        rejected: expected.rejected,
      });
      // a refused statement takes its whole request with it, a refused event only when it is alone
      const single = request.kind === 'xapi' || request.mode !== 'batch';
      const refused = outcomes.length === rejected.length ? 422 : 200;
      expect(expected.status).toBe(rejected.length > 0 && single ? 409 : refused);
      expect(expected.status === 409 ? outcomes : ['conflict']).toEqual(['conflict']);
    }
  });

  it('use both versions of xAPI, and events in batches and alone', () => {
    const kinds = pushes.map(({ request }) => (request.kind === 'xapi' ? request.version : request.mode));
    expect([...new Set(kinds)].toSorted()).toEqual(['1.0.3', '2.0.0', 'batch', 'binary', 'structured']);
  });

  it('bring most of the learning as statements, in every dialect and by every kind of actor', () => {
    const statements = pushes.flatMap(({ request }) =>
      request.kind === 'xapi' ? request.statements.map((body) => JSON.stringify(body)) : [],
    );
    expect(statements.length).toBeGreaterThan(800);
    for (const part of [
      '/cmi5/context/categories/cmi5',
      'moodle-logstore_xapi',
      'verbs/satisfied',
      'verbs/waived',
      'verbs/voided',
      '"mbox":',
      '"mbox_sha1sum":',
      '"openid":',
      '"account":',
    ])
      expect(statements.some((statement) => statement.includes(part))).toBe(true);
  });

  it('leave exclusions and voids of others to the administrator', () => {
    const byAdmin = pushes.filter((push) => push.key === 'admin').flatMap(({ request }) => bodiesOf(request));
    expect(new Set(byAdmin.map((body) => body['type']))).toEqual(
      new Set(['plumbline.learner.excluded', 'plumbline.event.voided']),
    );
  });
});

const named = z.object({ id: z.string(), source: z.string().default('xapi') });

function identityOf(body: JsonObject): string {
  const { id, source } = named.parse(body);
  return `${source} ${id}`;
}

function bodiesOf(request: Push['request']): readonly JsonObject[] {
  return request.kind === 'xapi' ? request.statements : request.events;
}

function outcomeOf(stored: Map<string, string>, body: JsonObject): 'new' | 'same' | 'conflict' {
  const content = JSON.stringify(body);
  const first = stored.get(identityOf(body));
  if (first === undefined) {
    stored.set(identityOf(body), content);
    return 'new';
  }
  return first === content ? 'same' : 'conflict';
}
