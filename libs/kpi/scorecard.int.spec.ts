import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '#platform';
import { parseProgramFile } from '#program';
import { createTestDatabase, type TestDatabase } from '../../test/support/clickhouse.ts';
import { encodeCursor } from './evidence/cursor.ts';
import { evidenceAt } from './evidence/evidence-at.ts';
import { UnknownProgram } from './inquiry.ts';
import { kpiIds, scorecardSchema, type Kpi } from './kpi.schema.ts';
import { kpiAt, scorecard } from './scorecard.ts';
import { moment } from './testing/history.ts';
import { LogBook } from './testing/log.ts';

const ADL = 'http://adlnet.gov/expapi/verbs/';
const LITERACY = 'https://lms.example.org/course/ai-literacy';
const GUARDRAILS = 'https://lms.example.org/course/guardrails';
const CMI5 = 'https://w3id.org/xapi/cmi5/context';
const program = 'ai-reskilling-2026';
/** Berlin is two hours ahead of UTC in summer: the last moment of 31 October there, in winter time. */
const clocks = { asOf: moment('2026-10-31T22:00'), knownBy: moment('2026-11-05') };

let database: TestDatabase;

function definition(): Record<string, unknown> {
  const text = readFileSync(join(projectRoot, 'test/fixtures/programs/ai-reskilling-90-days.yaml'), 'utf8');
  const parsed = parseProgramFile(text, 'yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return { ...parsed.program };
}

function enrol(log: LogBook, learner: string, at: string, role?: string): LogBook {
  return log.event(
    'learner.enrolled',
    program,
    at,
    { learner, cohort: 'summer-2026', ...(role === undefined ? {} : { role }), team: 'claims' },
    { identities: [`mbox:mailto:${learner}@example.org`] },
  );
}

/** Both common modules in July. A change champion has no track, and so needs no more. */
function completeCommon(log: LogBook, learner: string, day: string): LogBook {
  const mail = `${learner}@example.org`;
  return log
    .statement(mail, `${ADL}completed`, LITERACY, `${day}T08:00`, { result: { success: false } })
    .statement(mail, `${ADL}completed`, LITERACY, `${day}T09:00`)
    .statement(mail, `${ADL}passed`, GUARDRAILS, `${day}T10:00`, { result: { success: true } });
}

beforeAll(async () => {
  database = await createTestDatabase();
  const log = new LogBook();
  log.event('program.defined', program, '2026-06-15', { definition: definition() }, { id: 'definition' });
  for (const learner of ['ada', 'ben', 'cem', 'dee'])
    enrol(log, learner, '2026-07-01T08:00', 'change-champion');
  enrol(log, 'eve', '2026-07-01T08:00', 'prompt-engineer');
  enrol(log, 'fay', '2026-07-01T08:00');
  enrol(log, 'late', '2026-09-01T08:00', 'change-champion');
  for (const learner of ['ada', 'ben', 'eve', 'fay']) completeCommon(log, learner, '2026-07-10');
  // eve's track: a cmi5 AU named by the publisher's id in grouping, and a plain course reported by a tool
  const launch = {
    context: {
      registration: '6f1e4a52-0d4e-4a8e-9d0a-3f2d6f0c7b11',
      contextActivities: {
        category: [{ id: `${CMI5}/categories/cmi5` }, { id: `${CMI5}/categories/moveon` }],
        grouping: [{ id: 'https://publisher.example.org/prompt-patterns/au/1' }],
      },
      extensions: { [`${CMI5}/extensions/sessionid`]: 'one' },
    },
  };
  const unit = 'https://lms.example.org/launch/4711';
  const passed = { result: { success: true, duration: 'PT30M' }, ...launch };
  log.statement('eve@example.org', `${ADL}initialized`, unit, '2026-08-01T07:30', launch);
  log.statement('eve@example.org', `${ADL}passed`, unit, '2026-08-01T08:00', passed);
  log.event('module.completed', program, '2026-08-02', { learner: 'eve', module: 'prompt-evaluation' });
  // cem passed, but the statement is voided; dee is excluded
  log.statement('cem@example.org', `${ADL}completed`, LITERACY, '2026-07-11T08:00');
  log.add({
    type: 'plumbline.xapi.statement-stored',
    source: 'urn:plumbline:xapi',
    id: 'voided',
    at: '2026-07-12',
    subject: 'mbox:mailto:cem@example.org',
    data: { verb: { id: `${ADL}passed` }, object: { id: GUARDRAILS } },
  });
  log.event('event.voided', '', '2026-10-01', {
    source: 'urn:plumbline:xapi',
    id: 'voided',
    reason: 'wrong person',
  });
  log.event('learner.excluded', program, '2026-08-15', {
    learner: 'dee',
    reason: 'long-leave',
    approver: 'Maya Ortiz',
  });
  // nobody knows this actor; and nobody this activity
  log.statement('stranger@example.org', `${ADL}completed`, LITERACY, '2026-08-01T08:00');
  log.statement(
    'ada@example.org',
    `${ADL}completed`,
    'https://lms.example.org/course/knitting',
    '2026-08-01T08:00',
  );
  // the late joiner finishes late, and the store hears of it later still
  log.statement('late@example.org', `${ADL}completed`, LITERACY, '2026-10-30T08:00');
  log.add({
    type: 'plumbline.xapi.statement-stored',
    source: 'urn:plumbline:xapi',
    at: '2026-10-30T09:00',
    recorded: '2026-11-04',
    subject: 'mbox:mailto:late@example.org',
    data: { verb: { id: `${ADL}passed` }, object: { id: GUARDRAILS } },
  });

  log.event('use-case.registered', program, '2026-07-01', {
    useCase: 'triage',
    version: '1',
    tier: 'high',
    owner: 'Ada',
  });
  log.event('use-case.first-used', program, '2026-07-20', { useCase: 'triage' });
  log.event('governance.review-decided', program, '2026-07-15', {
    useCase: 'triage',
    version: '1',
    decision: 'approved',
    reviewer: 'Henrik Sand',
  });
  log.event('incident.opened', program, '2026-08-01T10:00', {
    incident: 'i-1',
    model: 'm',
    severity: 'sev1',
    team: 'claims',
    startedAt: '2026-08-01T09:00:00Z',
  });
  log.event('incident.detected', program, '2026-08-01T10:00', { incident: 'i-1' });
  log.event('incident.resolved', program, '2026-08-01T11:00', { incident: 'i-1' });
  await log.write(database.clickhouse);

  const other = new LogBook('other');
  enrol(other, 'zoe', '2026-07-01T08:00', 'change-champion');
  await other.write(database.clickhouse);
});

afterAll(() => database.drop());

const ask = (
  options: Partial<typeof clocks> & { by?: 'role' | 'team'; withoutPeople?: boolean } = {},
): Promise<Kpi> =>
  kpiAt(database.clickhouse, 'default', program, 'training-completion', { ...clocks, ...options });

describe('scorecard over ClickHouse', () => {
  it('gives five KPIs of the published shape', async () => {
    const card = await scorecard(database.clickhouse, 'default', program, { ...clocks, by: 'role' });
    expect(scorecardSchema.parse(card)).toEqual(card);
    expect(card.kpis.map(({ kpi }) => kpi)).toEqual(kpiIds);
    expect(card.kpis[4]).toMatchObject({ value: 1, numerator: 1, denominator: 1 });
    expect(card.kpis[3]).toMatchObject({ value: 3600, n: 1, details: { timeToDetect: { median: 3600 } } });
    expect(card.kpis[0]).toEqual(await ask({ by: 'role' }));
  });

  it('counts training completion through identities, cmi5 grouping, voids, exclusions and late joiners', async () => {
    // adjusted cohort: ada, ben, cem, eve, fay, late (dee is excluded) = 6
    // complete: ada, ben, eve, fay (unknown role: common modules), late = 5; cem's pass is voided
    expect(await ask()).toMatchObject({
      value: 5 / 6,
      numerator: 5,
      denominator: 6,
      n: 6,
      excluded: { 'long-leave': 1 },
      unmatched: 1,
      censored: 0,
      owner: 'Lucia Ferrari',
      cohort: 'summer-2026',
      period: { start: '2026-06-30T22:00:00.000000Z', end: '2026-11-29T22:59:59.999999Z', closed: false },
    });
  });

  it('answers a past pair of clocks as it was known then', async () => {
    // at the end of October the late pass was not yet recorded; before October cem's void was not either
    expect(await ask({ knownBy: moment('2026-11-01') })).toMatchObject({ numerator: 4, censored: 1 });
    expect(await ask({ asOf: moment('2026-09-30'), knownBy: moment('2026-09-30') })).toMatchObject({
      numerator: 5,
      n: 6,
    });
    expect(await ask({ asOf: moment('2026-09-30') })).toMatchObject({ numerator: 4, n: 6 });
    // before the exclusion dee was still in: ada, ben, cem, dee, eve, fay, and late not yet enrolled
    expect(await ask({ asOf: moment('2026-08-01T12:00') })).toMatchObject({
      n: 6,
      numerator: 3,
      excluded: {},
    });
  });

  it('has the ends of months as trend, each as it would be answered then', async () => {
    const { trend } = await ask();
    expect(trend.map(({ asOf }) => asOf)).toEqual([
      '2026-07-31T21:59:59.999999Z',
      '2026-08-31T21:59:59.999999Z',
      '2026-09-30T21:59:59.999999Z',
    ]);
    for (const point of trend) {
      const then = await ask({ asOf: moment(point.asOf.slice(0, 16)) });
      expect(point).toMatchObject({ value: then.value, status: then.status });
    }
  });

  it('hides rows of small groups, and keeps their names', async () => {
    const { breakdown } = await ask({ by: 'role' });
    // prompt engineers 1, champions 4 (ada, ben, cem, late), unknown 1: all below five
    expect(breakdown.map(({ key, suppressed, n, value }) => ({ key, suppressed, n, value }))).toEqual([
      { key: 'prompt-engineer', suppressed: true, n: null, value: null },
      { key: 'change-champion', suppressed: true, n: null, value: null },
      { key: 'unknown', suppressed: true, n: null, value: null },
    ]);
    const byTeam = await ask({ by: 'team' });
    expect(byTeam.breakdown).toMatchObject([
      { key: 'claims', title: 'claims', n: 6, numerator: 5, suppressed: false },
    ]);
  });

  it('tells of groups as of the last month end to a reader without people, of the whole live', async () => {
    const live = await ask({ by: 'team' });
    const kpi = await ask({ by: 'team', withoutPeople: true });
    expect(kpi).toMatchObject({ asOf: live.asOf, n: 6, numerator: 5 });
    // in September late had enrolled and not finished; what is known of it is cut at the end of October
    const settled = { asOf: '2026-09-30T21:59:59.999999Z', knownBy: '2026-10-31T22:59:59.999999Z' };
    expect(kpi.breakdown).toMatchObject([{ key: 'claims', n: 6, numerator: 4, ...settled }]);
    expect(kpi.details['breakdownAt']).toMatchObject(settled);
    expect((await ask({ withoutPeople: true })).details['breakdownAt']).toBeUndefined();
  });

  it('has no groups for a reader without people before a month has ended, and says so', async () => {
    const kpi = await ask({ by: 'team', withoutPeople: true, asOf: moment('2026-07-20') });
    expect(kpi.breakdown).toEqual([]);
    expect(kpi.details['breakdownAt']).toMatchObject({
      asOf: null,
      reason: expect.stringContaining('first month end'),
    });
  });

  it('goes by what is known now while there is no month end at which the program was known', async () => {
    const recorded = { recorded: '2026-11-03' };
    const late = new LogBook('late');
    late.event('program.defined', program, '2026-06-15', { definition: definition() }, recorded);
    for (const learner of ['ada', 'ben', 'cem', 'dee', 'eve'])
      late.event('learner.enrolled', program, '2026-07-01', { learner, cohort: 'summer-2026' }, recorded);
    await late.write(database.clickhouse);
    const options = { ...clocks, asOf: clocks.knownBy, by: 'role' as const, withoutPeople: true };
    const { breakdown } = await kpiAt(database.clickhouse, 'late', program, 'training-completion', options);
    expect(breakdown).toMatchObject([
      { key: 'unknown', n: 5, asOf: '2026-10-31T22:59:59.999999Z', knownBy: clocks.knownBy },
    ]);
  });

  it('says nothing of a whole of few people to a reader without people', async () => {
    const few = new LogBook('few');
    few.event('program.defined', program, '2026-06-15', { definition: definition() });
    for (const learner of ['ada', 'ben', 'cem', 'dee']) enrol(few, learner, '2026-07-01', 'change-champion');
    await few.write(database.clickhouse);
    const whole = (withoutPeople: boolean) =>
      kpiAt(database.clickhouse, 'few', program, 'training-completion', { ...clocks, withoutPeople });
    expect(await whole(false)).toMatchObject({ n: 4, numerator: 0, suppressed: false });
    const hidden = await whole(true);
    expect(hidden).toMatchObject({ n: null, numerator: null, value: null, suppressed: true, details: {} });
    expect(hidden.trend.map(({ value }) => value)).toEqual([null, null, null]);
  });

  it('pages through the evidence, the same while events arrive', async () => {
    const page = (cursor?: string) =>
      evidenceAt(database.clickhouse, 'default', program, 'training-completion', {
        ...clocks,
        limit: 4,
        ...(cursor === undefined ? {} : { cursor }),
      });
    const first = await page();
    expect(first.counts).toEqual({ denominator: 6, excluded: 1, numerator: 5, unmatched: 1 });
    await new LogBook()
      .statement('cem@example.org', `${ADL}passed`, GUARDRAILS, '2026-07-09T08:00', {}, '2026-11-06')
      .write(database.clickhouse);
    const subjects = first.entries.map(({ part, subject }) => `${part} ${subject}`);
    let { next } = first;
    while (next !== null) {
      const following = await page(next);
      subjects.push(...following.entries.map(({ part, subject }) => `${part} ${subject}`));
      next = following.next;
    }
    expect(new Set(subjects).size).toBe(13);
    expect(subjects.filter((text) => text.startsWith('numerator'))).toHaveLength(5);
    expect(subjects).toContain('excluded dee');
    expect(subjects).toContain('unmatched mbox:mailto:stranger@example.org');
  });

  it('refuses another part or row beside a cursor, rather than answer another question', async () => {
    const page = (more: object) =>
      evidenceAt(database.clickhouse, 'default', program, 'training-completion', {
        ...clocks,
        limit: 1,
        ...more,
      });
    const { next } = await page({ part: 'denominator' });
    expect((await page({ part: 'denominator', cursor: next })).entries).toHaveLength(1);
    await expect(page({ part: 'numerator', cursor: next })).rejects.toMatchObject({
      status: 400,
      errors: [{ pointer: 'part' }],
    });
    await expect(page({ group: { by: 'team', key: 'claims' }, cursor: next })).rejects.toMatchObject({
      status: 400,
      errors: [{ pointer: 'by' }, { pointer: 'key' }],
    });
  });

  it('refuses a cursor whose clocks lie beyond what is known', async () => {
    const ahead = moment('2027-01-01');
    for (const forged of [{ knownBy: ahead }, { asOf: ahead }]) {
      const cursor = encodeCursor({
        program,
        kpi: 'training-completion',
        ...clocks,
        ...forged,
        part: null,
        by: null,
        key: null,
        after: ['', '', '', '', '', ''],
      });
      const asked = { ...clocks, cursor };
      await expect(
        evidenceAt(database.clickhouse, 'default', program, 'training-completion', asked),
      ).rejects.toMatchObject({ status: 400, errors: [{ pointer: 'cursor' }] });
    }
  });

  it('knows no program of another tenant', async () => {
    await expect(scorecard(database.clickhouse, 'other', program, clocks)).rejects.toBeInstanceOf(
      UnknownProgram,
    );
    await expect(
      evidenceAt(database.clickhouse, 'default', 'unheard-of', 'skills-gain', clocks),
    ).rejects.toMatchObject({ status: 404 });
  });
});
