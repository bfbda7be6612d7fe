import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineQuery, type ClickHouse } from '#clickhouse';
import { catalogue, eventType, type EventDefinition } from '#events';
import { SettableClock, randomIds, type Instant } from '#platform';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '#test/support/clickhouse';
import { GroupedInsertLog, Reconciliation, type CandidateEvent } from './index.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const START = '2026-09-01T08:00:00.000000Z' as Instant;
const TENANT = 'examples';

/** What of a fact table is told of one event, without the columns that every fact has. */
const factOf = (table: string) =>
  defineQuery({
    name: 'test.fact-of',
    sql: `SELECT * EXCEPT (tenant, occurred_at, recorded_at, source, id)
      FROM ${table}_at(tenant = {tenant:String}, program = {program:String}, as_of = {as_of:String}, known_by = {known_by:String})
      WHERE id = {id:String}`,
    params: z.object({ id: z.string(), program: z.string(), as_of: z.string(), known_by: z.string() }),
    row: z.record(z.string(), z.unknown()),
  });

const idsOf = (table: string) =>
  defineQuery({
    name: 'test.ids-of',
    sql: `SELECT DISTINCT id FROM ${table} WHERE tenant = {tenant:String}`,
    params: z.object({}),
    row: z.object({ id: z.string() }),
  });

/** The example of a type as intake would hand it on; its id is its type's. */
function candidate(definition: EventDefinition, over: Partial<CandidateEvent> = {}): CandidateEvent {
  const data = JSON.stringify(definition.example);
  return {
    source: 'urn:test',
    id: definition.type,
    type: definition.type,
    version: definition.version,
    subject: definition.subject(definition.example),
    program: '',
    occurredAt: START,
    // intake writes the canonical forms beside the events that name identities
    identities: ['hr:7'],
    contentHash: createHash('sha256').update(data).digest('hex'),
    attributes: '',
    data,
    upcastData: '',
    ...over,
  };
}

const sent = [...catalogue.values()].filter(({ internal }) => !internal);

/** What is cut of every event, and what is found by its moment and names no event. */
const WITHOUT_EVENTS = new Set(['event_identities', 'statement_index']);

describe('facts', () => {
  let database: TestDatabase;
  let clickhouse: ClickHouse;
  let log: GroupedInsertLog;
  const clock = new SettableClock(START);
  const reconciliation = () => new Reconciliation(clickhouse);
  const open = () =>
    GroupedInsertLog.open({
      clickhouse,
      clock,
      ids: randomIds,
      reconciliation: reconciliation(),
      logger: silent,
    });
  const append = (...events: CandidateEvent[]) =>
    log.append({ tenant: TENANT, recordedBy: 'key', events, atomic: false });
  const fact = async (
    table: string,
    type: string,
    knownBy = log.watermark(),
    program = 'p',
    asOf = knownBy,
  ) =>
    clickhouse.query(factOf(table), TENANT, {
      id: `plumbline.${type}`,
      program,
      as_of: asOf,
      known_by: knownBy,
    });

  beforeAll(async () => {
    database = await createTestDatabase();
    clickhouse = database.clickhouse;
    log = await open();
    await append(...sent.map((definition) => candidate(definition)));
  });
  afterAll(async () => {
    await log.close();
    await database.drop();
  });

  it('are cut of every type that may be sent, into tables that a rebuild knows', async () => {
    const facts = await reconciliation().rebuild();
    expect(facts.filter(({ identical }) => !identical)).toEqual([]);
    const tables = facts.map((one) => one.fact).filter((table) => !WITHOUT_EVENTS.has(table));
    const cut = await Promise.all(tables.map((table) => clickhouse.query(idsOf(table), TENANT, {})));
    expect(new Set(cut.flat().map(({ id }) => id))).toEqual(new Set(sent.map(({ type }) => type)));
  });

  it.each([
    [
      'lab_facts',
      'lab.scored',
      {
        learner: 'E-1001',
        lab: 'grounded-answers',
        rubric_version: '2',
        criteria: [
          { criterion: 'retrieval', points: 3, max: 4 },
          { criterion: 'citations', points: 4, max: 4 },
          { criterion: 'refusals', points: 1, max: 2 },
        ],
        artefact: 'grounded-answers-E-1001',
        attempt: 1,
      },
    ],
    [
      'certification_facts',
      'certification.awarded',
      {
        learner: 'E-1001',
        kind: 'awarded',
        level: 'practitioner',
        module: 'prompt-patterns',
        expires: '2027-09-30T22:00:00.000000Z',
        reason: '',
      },
    ],
    [
      'certification_facts',
      'certification.revoked',
      {
        learner: 'E-1001',
        kind: 'revoked',
        level: 'practitioner',
        module: '',
        expires: null,
        reason: 'the lab was handed in by someone else',
      },
    ],
    [
      'skill_facts',
      'skill.rated',
      {
        learner: 'E-1001',
        role: 'prompt-engineer',
        skill: 'evaluation-design',
        competence: 2,
        criticality: 5,
        evidence_source: 'work-sample',
      },
    ],
    [
      'output_review_facts',
      'output.reviewed',
      {
        sample: 'claims-letter-0117',
        phase: 'after',
        reviewer: 'reviewer-4',
        rubric_version: '1',
        accuracy: 4,
        completeness: 5,
        policy_compliance: 5,
        clarity: 4,
        rework: 4,
        task: 'claims-letter',
        team: 'claims',
      },
    ],
    [
      'prompt_use_facts',
      'prompt.used',
      {
        prompt: 'claims-triage',
        version: '3',
        task: 'claims-letter',
        acceptance: 'minor-edits',
        minutes_saved: 12,
        team: 'claims',
        learner: 'E-1001',
      },
    ],
    [
      'release_facts',
      'release.recorded',
      {
        release: '2026-08-14.1',
        model: 'claims-router',
        evaluated: true,
        evaluation: 'EVAL-88',
        team: 'platform',
      },
    ],
    [
      'artefact_facts',
      'artefact.published',
      {
        artefact: 'triage-playbook',
        action: 'published',
        kind: 'playbook',
        team: 'claims',
        learner: 'E-1001',
      },
    ],
    [
      'artefact_facts',
      'capstone.presented',
      {
        artefact: 'claims-copilot',
        action: 'presented',
        kind: 'capstone',
        team: 'claims',
        learner: 'E-1001',
      },
    ],
    [
      'task_facts',
      'task.measured',
      {
        task: 'claims-letter',
        phase: 'after',
        minutes: 18.5,
        rework: false,
        escalated: false,
        team: 'claims',
      },
    ],
    [
      'feedback_facts',
      'feedback.submitted',
      { feedback: 'FB-310', action: 'submitted', kind: 'trust-pulse', score: 4, team: 'claims', learner: '' },
    ],
    [
      'feedback_facts',
      'feedback.answered',
      { feedback: 'FB-311', action: 'answered', kind: '', score: null, team: '', learner: '' },
    ],
  ])('%s: %s keeps all that the event says', async (table, type, expected) => {
    expect(await fact(table, type)).toEqual([{ program: '', ...expected }]);
  });

  it('governance_facts: control-plan.documented is one more kind', async () => {
    const [row] = await fact('governance_facts', 'control-plan.documented');
    expect(row).toMatchObject({ use_case: 'claims-routing', version: '1', kind: 'control-plan-documented' });
  });

  it.each([
    [
      'task_facts',
      'task.measured',
      { task: 't', phase: 'before', escalated: true },
      { minutes: null, rework: null, escalated: true, team: '' },
    ],
    [
      'prompt_use_facts',
      'prompt.used',
      { prompt: 'p', version: '1' },
      { acceptance: '', minutes_saved: null, task: '', team: '', learner: '' },
    ],
    [
      'skill_facts',
      'skill.rated',
      { role: 'r', skill: 's', competence: 3, evidenceSource: 'manager' },
      { learner: '', criticality: null },
    ],
  ])('%s: what %s leaves untold stays untold', async (table, type, data, untold) => {
    const definition = eventType(`plumbline.${type}`);
    if (!definition) throw new Error(`No type ${type}.`);
    const id = `plumbline.${type}-sparse`;
    await append(candidate(definition, { id, data: JSON.stringify(data) }));
    expect(await fact(table, `${type}-sparse`)).toEqual([expect.objectContaining(untold)]);
  });

  it('of practice are cut by both clocks, by program, and no longer seen once voided', async () => {
    const definition = eventType('plumbline.release.recorded');
    const voided = eventType('plumbline.event.voided');
    if (!definition || !voided) throw new Error('No such types.');
    const id = 'plumbline.release.late';
    await append(candidate(definition, { id, program: 'p', occurredAt: START }));
    const known = log.watermark();
    const seen = async (knownBy: Instant, program = 'p', asOf = knownBy) =>
      (await fact('release_facts', 'release.late', knownBy, program, asOf)).length;
    expect(await seen(known)).toBe(1);
    expect(await seen(known, 'another')).toBe(0);
    expect(await seen(known, 'p', '2026-08-31T00:00:00.000000Z' as Instant)).toBe(0);
    expect(await seen('2026-08-31T00:00:00.000000Z' as Instant)).toBe(0);
    clock.advanceTo('2026-09-02T08:00:00.000000Z' as Instant);
    const data = JSON.stringify({ source: 'urn:test', id, reason: 'entered twice' });
    await append(candidate(voided, { id: 'void', data }));
    expect(await seen(log.watermark())).toBe(0);
    expect(await seen(known)).toBe(1);
  });

  it('that were lost are cut again at the next start', async () => {
    const before = await reconciliation().rebuild();
    const lost = ['lab_facts', 'feedback_facts', 'governance_facts', 'event_identities'];
    for (const table of lost) await clickhouse.command('test.lose', `TRUNCATE TABLE ${table}`);
    await clickhouse.command('test.lose', 'TRUNCATE TABLE checkpoints');
    await (await open()).close();
    expect(await reconciliation().rebuild()).toEqual(before);
  });
});
