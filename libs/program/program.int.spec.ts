import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readCloudEvent, type IncomingEvent } from '#events';
import { LATEST_INSTANT, parseInstant, projectRoot, type Instant } from '#platform';
import { createTestDatabase, type TestDatabase } from '../../test/support/clickhouse.ts';
import { planApplication, type PlannedEvent } from './apply/plan-application.ts';
import { standingBefore } from './apply/standing.query.ts';
import { programAt } from './definition/program.query.ts';
import type { Program } from './definition/program.ts';
import { parseProgramFile } from './file/parse-program-file.ts';
import { identitiesAt } from './identity/identities.query.ts';
import { learnersAt } from './membership/learners.query.ts';
import { recallIdentities } from './recall/identities.ts';

const example = readFileSync(join(projectRoot, 'test/fixtures/programs/ai-reskilling-90-days.yaml'), 'utf8');
const cohort = '  - { id: summer-2026, title: Summer 2026, start: 2026-07-01 }';
const listed = (role: string) => `  - id: summer-2026
    title: Summer 2026
    start: 2026-07-01
    learners:
      - { learner: E-1, role: ${role}, team: claims, identities: [{ mbox: 'mailto:ada@example.org' }] }
      - { learner: E-2 }`;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
});

describe('a program file applied', () => {
  const june = at('2026-06-20T08:00:00Z');
  const july = at('2026-07-20T08:00:00Z');

  it('becomes a definition and enrolments; again, nothing', async () => {
    const program = read(listed('prompt-engineer'));
    expect(await apply('acme', program, june)).toEqual([
      'plumbline.program.defined',
      'plumbline.learner.enrolled',
      'plumbline.learner.enrolled',
    ]);
    expect(await apply('acme', program, june)).toEqual([]);
    const there = await programAt(database.clickhouse, 'acme', 'ai-reskilling-2026', {
      asOf: july,
      knownBy: june,
    });
    expect(there).toMatchObject({ effectiveFrom: '2026-06-14T22:00:00.000000Z', recordedAt: june });
    const members = await learnersAt(database.clickhouse, 'acme', program, { asOf: july, knownBy: july });
    expect(members.map((m) => [m.learner, m.day1, m.roleAt(july), m.team])).toEqual([
      ['E-1', '2026-07-01', 'prompt-engineer', 'claims'],
      ['E-2', '2026-07-01', null, null],
    ]);
  });

  it('shows nothing before either clock, and nothing to another tenant', async () => {
    const early = { asOf: at('2026-06-14T21:59:59Z'), knownBy: july };
    const unknown = { asOf: july, knownBy: at('2026-06-19T00:00:00Z') };
    const id = 'ai-reskilling-2026';
    expect(await programAt(database.clickhouse, 'acme', id, early)).toBeNull();
    expect(await programAt(database.clickhouse, 'acme', id, unknown)).toBeNull();
    expect(await programAt(database.clickhouse, 'other', id, { asOf: july, knownBy: july })).toBeNull();
    const others = await identitiesAt(database.clickhouse, 'other', { asOf: july, knownBy: july });
    expect(others.identities).toEqual([]);
  });

  it('changes roles from now on, and back to an earlier definition is a step of its own', async () => {
    const program = read(listed('model-operator'));
    expect(await apply('acme', program, july)).toEqual(['plumbline.learner.role-changed']);
    const [member] = await learnersAt(database.clickhouse, 'acme', program, {
      asOf: LATEST_INSTANT,
      knownBy: july,
    });
    expect([member?.roleAt(june), member?.roleAt(at('2026-07-19T00:00:00Z')), member?.roleAt(july)]).toEqual([
      null,
      'prompt-engineer',
      'model-operator',
    ]);
    const other = read(listed('model-operator'), ['passMark: 4', 'passMark: 3']);
    const times = ['2026-07-21T00:00:00Z', '2026-07-22T00:00:00Z', '2026-07-23T00:00:00Z'].map(at);
    for (const [index, next] of [other, program, other].entries()) {
      expect(await apply('acme', next, times[index] ?? july)).toEqual(['plumbline.program.defined']);
      const known = { asOf: LATEST_INSTANT, knownBy: times[index] ?? july };
      const there = await programAt(database.clickhouse, 'acme', 'ai-reskilling-2026', known);
      expect(there?.program['prompt-review'].passMark).toBe(next['prompt-review'].passMark);
    }
  });

  it('finds the learner behind a mailbox and its hash', async () => {
    const register = await identitiesAt(database.clickhouse, 'acme', { asOf: july, knownBy: july });
    const hash = register.identities.find((identity) => identity.startsWith('mbox_sha1sum:')) ?? '';
    expect(register.learnerOf('mbox:mailto:ada@example.org', june)).toBe('E-1');
    expect(register.learnerOf(hash, june)).toBe('E-1');
  });

  it('recalls for a program only the identities that statements of its activities were made under, and new ones as they come', async () => {
    const activity = 'https://lms.example.org/course/narrow';
    const of = (activities: readonly string[], knownBy: Instant) =>
      recallIdentities(database.clickhouse, 'acme', activities, knownBy);
    expect((await of([activity], july)).identities).toEqual([]);
    const later = at('2026-07-21T08:00:00Z');
    await database.clickhouse.insert('statement_events', [
      {
        tenant: 'acme',
        recorded_at: later,
        occurred_at: june,
        source: 'urn:plumbline:xapi',
        id: 's-1',
        type: 'plumbline.xapi.statement-stored',
        subject: 'mbox:mailto:ada@example.org',
        verb: 'http://adlnet.gov/expapi/verbs/completed',
        object_type: 'Activity',
        object_id: activity,
      },
    ]);
    const register = await of([activity], later);
    expect(register.identities.toSorted()).toEqual([
      'mbox:mailto:ada@example.org',
      expect.stringMatching(/^mbox_sha1sum:[0-9a-f]{40}$/),
    ]);
    expect(register.learnerOf('mbox:mailto:ada@example.org', june)).toBe('E-1');
    expect((await of(['https://lms.example.org/course/other'], later)).identities).toEqual([]);
  });
});

/** Applies a file as intake would, recorded at `now`; tells the types of the new events. */
async function apply(tenant: string, program: Program, now: Instant): Promise<string[]> {
  const standing = await standingBefore(database.clickhouse, tenant, program, now);
  const planned = planApplication(program, standing, now);
  await database.clickhouse.insert(
    'learner_events',
    planned.map((event) => row(tenant, checked(event, now), now)),
  );
  return planned.map(({ type }) => type);
}

function checked(event: PlannedEvent, now: Instant): IncomingEvent {
  const result = readCloudEvent(JSON.parse(JSON.stringify(event)), { now, internal: true });
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.event;
}

function row(tenant: string, event: IncomingEvent, now: Instant): object {
  return {
    tenant,
    recorded_at: now,
    source: event.source,
    id: event.id,
    type: event.type,
    version: event.version,
    subject: event.subject,
    program: event.program,
    occurred_at: event.occurredAt,
    time_given: true,
    content_hash: event.contentHash,
    recorded_by: 'test',
    identities: event.identities,
    attributes: event.attributes,
    data: event.data,
    upcast_data: event.upcastData,
  };
}

function read(learners: string, change: [string, string] = ['', '']): Program {
  const parsed = parseProgramFile(example.replace(cohort, learners).replace(...change), 'yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.program;
}

function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === null) throw new Error(`No instant: ${text}`);
  return instant;
}
