import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClickHouse } from '#clickhouse';
import { addDuration, projectRoot, type Instant } from '#platform';
import { parseProgramFile } from '#program';
import { Generator } from '#statistics';
import { createTestDatabase, type TestDatabase } from '../../test/support/clickhouse.ts';
import { evidenceAt } from './evidence/evidence-at.ts';
import { kpiIds } from './kpi.schema.ts';
import { moduleDropOff } from './measures/learning/module-drop-off.ts';
import { notComplete } from './measures/learning/not-complete.ts';
import { measureEvidenceAt } from './measures/measure-evidence.ts';
import { scorecard } from './scorecard.ts';
import { moment } from './testing/history.ts';
import { LogBook } from './testing/log.ts';

const SEED = 'warm reading';
const PROGRAM = 'ai-reskilling-2026';
const ADL = 'http://adlnet.gov/expapi/verbs/';
const COURSES = ['ai-literacy', 'guardrails'].map((id) => `https://lms.example.org/course/${id}`);
const FORMS = ['a/pre', 'a/post', 'b/post'].map((id) => `https://lms.example.org/assessment/skills-${id}`);
const LEARNERS = Array.from({ length: 9 }, (_, index) => `learner-${index}`);
const ROLES = ['change-champion', 'prompt-engineer', 'model-operator'];
const SOURCES = ['urn:lms', 'urn:hr', 'urn:lab', 'urn:survey', 'urn:old'];
const STRETCHES = 9;
const EVENTS = 30;
const VOIDED = 0.03;

let database: TestDatabase;
const random = Generator.of(SEED);
const pick = <T>(all: readonly T[]): T => {
  const one = all[Math.floor(random.uniform() * all.length)];
  if (one === undefined) throw new RangeError('There is nothing to pick from.');
  return one;
};
/** A minute of a day from `first` to `last` days after 1 July, as tests write moments. */
const time = (first: number, last: number): string => {
  const minutes = Math.floor((first + random.uniform() * (last - first)) * 1440);
  return addDuration(moment('2026-07-01'), `PT${minutes}M`).slice(0, 16);
};

beforeAll(async () => {
  database = await createTestDatabase();
  const text = readFileSync(join(projectRoot, 'test/fixtures/programs/ai-reskilling-90-days.yaml'), 'utf8');
  const parsed = parseProgramFile(text, 'yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  await new LogBook()
    .event(
      'program.defined',
      PROGRAM,
      '2026-06-15',
      { definition: { ...parsed.program } },
      { id: 'definition' },
    )
    .write(database.clickhouse);
});
afterAll(() => database.drop());

/** What one of the learners, or an actor nobody knows, did; recorded in a stretch, and occurred before it or much earlier. */
function happen(log: LogBook, stretch: number, recorded: string): void {
  const learner = pick(LEARNERS);
  const mail = random.uniform() < 0.15 ? 'stranger@example.org' : `${learner}@example.org`;
  const late = random.uniform() < 0.3;
  const at = late ? time(0, stretch * 10) : time(stretch * 10, stretch * 10 + 9);
  const event = (noun: string, data: Record<string, unknown>, identities: readonly string[] = []) =>
    log.event(noun, PROGRAM, at, { learner, ...data }, { recorded, identities, source: pick(SOURCES) });
  const kinds: (() => unknown)[] = [
    () =>
      event(
        'learner.enrolled',
        { cohort: 'summer-2026', role: pick(ROLES), team: pick(['claims', 'risk']) },
        [`mbox:mailto:${learner}@example.org`],
      ),
    () => event('learner.role-changed', { role: pick(ROLES) }),
    () => event('module.completed', { module: pick(['ai-literacy', 'guardrails', 'prompt-evaluation']) }),
    () =>
      event('assessment.scored', {
        assessment: 'skills-check',
        phase: pick(['pre', 'post']),
        form: 'form-a',
        raw: Math.floor(random.uniform() * 40),
      }),
    () => log.statement(mail, `${ADL}${pick(['completed', 'passed'])}`, pick(COURSES), at, {}, recorded),
    () => log.statement(mail, `${ADL}completed`, pick(COURSES), at, {}, recorded),
    () =>
      log.statement(
        mail,
        `${ADL}scored`,
        pick(FORMS),
        at,
        { result: { score: { raw: Math.floor(random.uniform() * 40) } } },
        recorded,
      ),
  ];
  if (random.uniform() < VOIDED) takeBack(log, at, recorded);
  else if (stretch === 0) pick(kinds)();
  // later nobody new comes, so that what was gathered is gone on from
  else pick(kinds.slice(1))();
}

function takeBack(log: LogBook, at: string, recorded: string): void {
  const id = `event-${String(1 + Math.floor(random.uniform() * 200)).padStart(6, '0')}`;
  const data = { source: pick(SOURCES), id, reason: 'a mistake' };
  log.event('event.voided', '', at, data, { recorded });
}

async function everythingAt(clickhouse: ClickHouse, asOf: Instant, knownBy: Instant): Promise<unknown> {
  const clocks = { asOf, knownBy };
  return {
    byRole: await scorecard(clickhouse, 'default', PROGRAM, { ...clocks, by: 'role' }),
    evidence: await Promise.all(
      kpiIds.map((kpi) => evidenceAt(clickhouse, 'default', PROGRAM, kpi, { ...clocks, limit: 1000 })),
    ),
    measures: await Promise.all(
      [moduleDropOff, notComplete].map((measure) =>
        measureEvidenceAt(clickhouse, 'default', PROGRAM, measure, { ...clocks, limit: 1000 }),
      ),
    ),
  };
}

describe('a reader that has answered before', () => {
  it(`tells what a first reading tells, however events came in between (seed ${SEED})`, async () => {
    const log = new LogBook();
    const asked: { readonly asOf: Instant; readonly knownBy: Instant; readonly told: unknown }[] = [];
    for (let stretch = 0; stretch < STRETCHES; stretch += 1) {
      const recorded = addDuration(moment('2026-07-01'), `P${stretch * 10 + 10}D`);
      for (let event = 0; event < EVENTS; event += 1)
        happen(log, stretch, addDuration(recorded, `PT${event}M`).slice(0, 16));
      await log.write(database.clickhouse);
      const knownBy = addDuration(recorded, 'PT1H');
      const earlier = asked.length === 0 ? [] : [pick(asked)];
      for (const clocks of [
        { asOf: knownBy, knownBy },
        { asOf: moment(time(0, stretch * 10 + 10)), knownBy },
        ...earlier,
      ])
        asked.push({ ...clocks, told: await everythingAt(database.clickhouse, clocks.asOf, clocks.knownBy) });
    }
    for (const { asOf, knownBy, told } of asked.toReversed()) {
      await using cold = ClickHouse.connect(database.address);
      expect({ asOf, knownBy, told }).toEqual({
        asOf,
        knownBy,
        told: await everythingAt(cold, asOf, knownBy),
      });
    }
    expect(JSON.stringify(asked.at(-3)?.told)).toMatch(/"part":"numerator"/);
  }, 120_000);
});
