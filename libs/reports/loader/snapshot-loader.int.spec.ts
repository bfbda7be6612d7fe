import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scorecard } from '#kpi';
import { parseInstant, projectRoot, type Instant } from '#platform';
import { parseProgramFile } from '#program';
import { createTestDatabase, type TestDatabase } from '../../../test/support/clickhouse.ts';
import { LogBook } from '../../kpi/testing/log.ts';
import type { SnapshotRequest } from '../editions/report-press.ts';
import { documentIds } from '../snapshot/document.ts';
import { SnapshotLoader } from './snapshot-loader.ts';

const program = 'ai-reskilling-2026';
const tenant = 'default';
const ADL = 'http://adlnet.gov/expapi/verbs/';
const LITERACY = 'https://lms.example.org/course/ai-literacy';
const GUARDRAILS = 'https://lms.example.org/course/guardrails';
const WATERMARK = at('2026-09-20T12:00:00Z');
/** Berlin is two hours ahead of UTC in summer. */
const AUGUST_END = at('2026-08-31T21:59:59.999999Z');

let database: TestDatabase;
let loader: SnapshotLoader;

function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === null) throw new RangeError(text);
  return instant;
}

function definition(): Record<string, unknown> {
  const text = readFileSync(join(projectRoot, 'test/fixtures/programs/ai-reskilling-90-days.yaml'), 'utf8');
  const parsed = parseProgramFile(text, 'yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return { ...parsed.program };
}

function learn(log: LogBook, learner: string, day: string, recorded?: string): void {
  const mail = `${learner}@example.org`;
  log
    .statement(mail, `${ADL}completed`, LITERACY, `${day}T09:00`, {}, recorded)
    .statement(mail, `${ADL}passed`, GUARDRAILS, `${day}T10:00`, { result: { success: true } }, recorded);
}

/** Eight champions, who need the common modules alone, and two prompt engineers: too few to show. */
const champions = ['ada', 'ben', 'cem', 'dee', 'eli', 'fay', 'gus', 'hal'];
const engineers = ['ivy', 'jon'];

beforeAll(async () => {
  database = await createTestDatabase();
  loader = new SnapshotLoader(database.clickhouse, { consistentThrough: async () => WATERMARK });
  const log = new LogBook();
  log.event('program.defined', program, '2026-06-15', { definition: definition() });
  for (const [role, learners] of [
    ['change-champion', champions],
    ['prompt-engineer', engineers],
  ] as const) {
    for (const learner of learners)
      log.event(
        'learner.enrolled',
        program,
        '2026-07-01T08:00',
        { learner, cohort: 'summer-2026', role, team: 'claims' },
        { identities: [`mbox:mailto:${learner}@example.org`] },
      );
  }
  for (const learner of ['ada', 'ben', 'cem', 'ivy']) learn(log, learner, '2026-08-20');
  // dee was done in August, and the store heard of it in September
  learn(log, 'dee', '2026-08-25', '2026-09-10T08:00');
  log.statement('eli@example.org', `${ADL}completed`, LITERACY, '2026-08-28T09:00');

  for (const [useCase, firstUsed] of [
    ['covered', '2026-07-10'],
    ['late', '2026-07-12'],
    ['never', '2026-07-22'],
    ['lapsed', '2026-07-03'],
  ] as const) {
    log.event('use-case.registered', program, '2026-07-01', {
      useCase,
      version: '1',
      tier: 'high',
      owner: 'Olu',
    });
    log.event('use-case.first-used', program, firstUsed, { useCase });
  }
  for (const [useCase, decided] of [
    ['covered', '2026-07-05'],
    ['late', '2026-08-01'],
  ] as const)
    log.event('governance.review-decided', program, decided, {
      useCase,
      version: '1',
      decision: 'approved',
      reviewer: 'Henrik Sand',
    });
  log.event('governance.review-decided', program, '2026-07-02', {
    useCase: 'lapsed',
    version: '1',
    decision: 'approved',
    reviewer: 'Henrik Sand',
    validUntil: '2026-08-20',
  });
  log.event('use-case.registered', program, '2026-07-01', {
    useCase: 'raised',
    version: '1',
    tier: 'limited',
    owner: 'Olu',
  });
  log.event('use-case.re-tiered', program, '2026-08-02', { useCase: 'raised', tier: 'high' });

  const incident = (id: string, drill: boolean, detected: string, mitigated: string | null) => {
    log.event('incident.opened', program, detected, {
      incident: id,
      severity: 'sev2',
      team: 'claims',
      drill,
      startedAt: null,
    });
    log.event('incident.detected', program, detected, { incident: id });
    if (mitigated !== null) log.event('incident.mitigated', program, mitigated, { incident: id });
  };
  incident('spring', false, '2026-05-01T08:00', '2026-05-01T11:00');
  incident('quick', false, '2026-08-01T08:00', '2026-08-01T08:30');
  incident('slow', false, '2026-08-02T08:00', '2026-08-02T09:00');
  incident('running', false, '2026-08-31T20:00', null);
  incident('drill-1', true, '2026-07-14T08:00', '2026-07-14T10:00');
  incident('drill-2', true, '2026-08-14T08:00', '2026-08-14T09:00');
  await log.write(database.clickhouse);
});
afterAll(() => database.drop());

function request(more: Partial<SnapshotRequest> = {}): SnapshotRequest {
  return {
    tenant,
    program,
    document: 'executive',
    period: '2026-08',
    format: 'A4',
    names: false,
    isEdition: true,
    asOf: AUGUST_END,
    knownBy: AUGUST_END,
    runId: 'run',
    generatedAt: WATERMARK,
    ...more,
  };
}

describe('clocks of a report', () => {
  it('are the end of a month that is over, as known now or by the day that was asked for', async () => {
    expect(await loader.clocks(tenant, program, '2026-08', null)).toEqual({
      asOf: AUGUST_END,
      knownBy: WATERMARK,
    });
    expect(await loader.clocks(tenant, program, '2026-08', '2026-08-31')).toEqual({
      asOf: AUGUST_END,
      knownBy: AUGUST_END,
    });
  });

  it('are what is known while the month runs', async () => {
    expect(await loader.clocks(tenant, program, '2026-09', null)).toEqual({
      asOf: WATERMARK,
      knownBy: WATERMARK,
    });
  });

  it.each([
    ['2026-10', null, 'Ask for 2026-09 or earlier.'],
    ['2026-06', null, 'Ask for 2026-07 or later.'],
    ['2026-09', '2026-08-31', 'Ask for 2026-08 or earlier.'],
  ])('refuse %s known by %s and say what would be right', async (period, knownBy, hint) => {
    await expect(loader.clocks(tenant, program, period, knownBy)).rejects.toMatchObject({
      status: 400,
      errors: [{ pointer: '/period', reason: expect.stringContaining(hint) }],
    });
  });

  it('refuse what is not known yet, and programs of others', async () => {
    await expect(loader.clocks(tenant, program, '2026-08', '2026-12-31')).rejects.toMatchObject({
      status: 400,
    });
    await expect(loader.clocks(tenant, 'nobodys', '2026-08', null)).rejects.toMatchObject({ status: 404 });
    await expect(loader.clocks('other', program, '2026-08', null)).rejects.toMatchObject({ status: 404 });
  });
});

describe('snapshot of a program', () => {
  it('says what the scorecard says', async () => {
    const snapshot = await loader.snapshot(request());
    const card = await scorecard(database.clickhouse, tenant, program, {
      asOf: AUGUST_END,
      knownBy: AUGUST_END,
      by: 'role',
    });
    const numbers = (kpi: (typeof card.kpis)[number] | (typeof snapshot.kpis)[number]) => ({
      kpi: kpi.kpi,
      value: kpi.value,
      n: kpi.n,
      interval: kpi.interval,
      status: kpi.status,
      trend: kpi.trend,
      rows: kpi.breakdown.map(({ key, value, n, suppressed }) => ({ key, value, n, suppressed })),
    });
    expect(snapshot.kpis.map(numbers)).toEqual(card.kpis.map(numbers));
  });

  it('is the same whichever document is made of it', async () => {
    const [first, ...others] = await Promise.all(
      documentIds.map(async (document) => {
        const { document: _, ...content } = await loader.snapshot(request({ document }));
        return content;
      }),
    );
    for (const other of others) expect(other).toEqual(first);
  });

  it('cuts by what was known', async () => {
    const module = (id: string, snapshot: Awaited<ReturnType<SnapshotLoader['snapshot']>>) =>
      snapshot.learning.modules.find((row) => row.module === id);
    const then = await loader.snapshot(request());
    const later = await loader.snapshot(request({ knownBy: WATERMARK }));
    expect(module('guardrails', then)).toMatchObject({ cohort: 10, completed: 4 });
    expect(module('guardrails', later)).toMatchObject({ cohort: 10, completed: 5 });
  });

  it('hides groups that are too small, and what would tell of them', async () => {
    const { learning, byTrack, kpis } = await loader.snapshot(request());
    expect(kpis[0]?.breakdown.map(({ key, suppressed }) => [key, suppressed])).toEqual([
      ['prompt-engineer', true],
      ['change-champion', true],
    ]);
    expect(byTrack['training-completion']?.every(({ suppressed, n }) => suppressed && n === null)).toBe(true);
    expect(learning.pace.map(({ role, suppressed, perWeek }) => [role, suppressed, perWeek])).toEqual([
      ['prompt-engineer', true, 0],
      ['change-champion', true, 0],
    ]);
    expect(learning.modules.filter(({ track }) => track === 'prompt-engineering')).toEqual([
      expect.objectContaining({ module: 'prompt-patterns', cohort: null, completed: null, suppressed: true }),
      expect.objectContaining({
        module: 'prompt-evaluation',
        cohort: null,
        completed: null,
        suppressed: true,
      }),
    ]);
    // day 90 is not over for anyone, and nobody is assessed on day 30 or 60
    expect(learning.gates.map(({ day, role, due, suppressed }) => [day, role, due, suppressed])).toEqual([
      [90, 'model-operator', 0, false],
      [90, 'prompt-engineer', null, true],
      [90, 'risk-assessor', 0, false],
      [90, 'change-champion', null, true],
    ]);
  });

  it('names learners who are behind only when asked to', async () => {
    expect((await loader.snapshot(request())).people).toBeNull();
    const { people } = await loader.snapshot(request({ names: true, document: 'learning-development' }));
    expect(people?.map(({ learner, missing }) => [learner, missing])).toEqual([
      ['jon', 4],
      ['dee', 2],
      ['fay', 2],
      ['gus', 2],
      ['hal', 2],
      ['ivy', 2],
      ['eli', 1],
    ]);
    expect(people?.find(({ learner }) => learner === 'eli')).toMatchObject({
      role: 'Managers and change champions',
      nextModule: 'Guardrails and acceptable use',
      lastActivityAt: '2026-08-28T09:00:00.000000Z',
      windowEnds: '2026-09-28',
    });
  });

  it('names owners, approvers and reviewers only when asked to', async () => {
    const { governance, prompts, kpis } = await loader.snapshot(request());
    const named = [...governance.uncovered, ...governance.expiry, ...prompts.worst];
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter(({ owner }) => owner !== null)).toEqual([]);
    expect(prompts.reviewers).toBeNull();
    expect(JSON.stringify(kpis)).not.toContain('Olu');
  });

  it('tells late reviews from missing ones', async () => {
    const { governance, decisions } = await loader.snapshot(request({ names: true }));
    expect(governance.stock).toEqual({ covered: 2, uncovered: 2, overdue: 2 });
    expect(governance.flow).toEqual({ inTime: 2, late: 1, never: 1 });
    expect(governance.uncovered).toEqual([
      expect.objectContaining({ useCase: 'lapsed', daysInUse: 59, daysUncovered: 11, overdue: true }),
      expect.objectContaining({
        useCase: 'never',
        owner: 'Olu',
        daysInUse: 40,
        daysUncovered: 40,
        overdue: true,
      }),
    ]);
    expect(governance.expiry.map(({ useCase, validUntil }) => [useCase, validUntil.slice(0, 10)])).toEqual([
      ['covered', '2027-07-05'],
      ['late', '2027-08-01'],
    ]);
    expect(governance.tierChanges).toEqual([
      { useCase: 'raised', from: 'limited', to: 'high', at: '2026-08-02T00:00:00.000000Z', reason: null },
    ]);
    expect(decisions[0]).toMatchObject({
      ask: 'Review or suspend never and lapsed',
      why: 'High-risk cases: 2 of 4 are covered; never has run 40 days without a review, and 1 more case without one.',
      owner: 'Henrik Sand',
      by: '2026-09-14',
    });
  });

  it('draws incidents as Kaplan and Meier would, drills apart', async () => {
    const { incidents } = await loader.snapshot(request());
    expect(incidents.survival.now).toEqual({
      n: 3,
      open: 1,
      steps: [
        { seconds: 0, share: 1 },
        { seconds: 1800, share: expect.closeTo(2 / 3, 12) },
        { seconds: 3600, share: expect.closeTo(1 / 3, 12) },
      ],
      censoredAt: [expect.closeTo(7199.999999, 6)],
    });
    expect(incidents.survival.baseline).toMatchObject({ n: 1, open: 0 });
    expect(incidents.log.map(({ incident, window }) => [incident, window])).toEqual([
      ['spring', 'baseline'],
      ['quick', 'now'],
      ['running', 'now'],
      ['slow', 'now'],
      ['drill-1', 'drill'],
      ['drill-2', 'drill'],
    ]);
    expect(incidents.drillPairs).toEqual([{ team: 'claims', before: 7200, after: 3600 }]);
    expect(incidents.longest.map(({ incident }) => incident)).toEqual(['running', 'slow', 'quick']);
    expect(incidents.open.map(({ incident }) => incident)).toEqual(['running']);
  });

  it('shows another tenant nothing', async () => {
    await expect(loader.snapshot(request({ tenant: 'other' }))).rejects.toMatchObject({ status: 404 });
  });
});
