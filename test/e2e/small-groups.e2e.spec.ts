import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SettableClock, parseInstant, projectRoot, type Instant } from '#platform';
import { z } from 'zod';
import { startProduct, type TestKey, type TestProduct } from '../support/product.ts';

/** Two people are a team. Somebody with a key that may not see people asks for everything, and knows how it is computed. */
const PROGRAM = 'ai-reskilling-2026';
const PAIR = ['pia', 'quin'];
const dimensions = ['role', 'track', 'team', 'cohort'] as const;
const minimum = { 'training-completion': 5, 'skills-gain': 10 };
const people = Object.keys(minimum) as (keyof typeof minimum)[];

const figures = z.object({
  asOf: z.string(),
  knownBy: z.string(),
  n: z.number().nullable(),
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  censored: z.number().nullable(),
  suppressed: z.boolean(),
});
const row = figures.extend({ key: z.string(), details: z.record(z.string(), z.unknown()) });
const answer = figures.extend({ kpi: z.string(), breakdown: z.array(row) });
const card = z.object({ kpis: z.array(answer) });
const measureList = z.object({
  measures: z.array(z.object({ measure: z.string(), scope: z.string(), dimensions: z.array(z.string()) })),
});
const measureRows = z.object({
  rows: z.array(z.object({ key: z.string(), suppressed: z.boolean(), n: z.number().nullable() })),
});
type Answer = z.infer<typeof answer>;

let product: TestProduct;
let clock: SettableClock;
let admin: TestKey;
let reader: TestKey;
let seer: TestKey;
let lms: TestKey;

function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === null) throw new RangeError(text);
  return instant;
}

interface Learner {
  readonly id: string;
  readonly team: string;
  readonly role: string;
}

/** The pair is alone in its team, and among few in its role. */
const learners: readonly Learner[] = [
  ...PAIR.map((id) => ({ id, team: 'pair', role: 'risk-assessor' })),
  ...team('claims', 14, ['change-champion']),
  ...team('payments', 16, ['change-champion', 'prompt-engineer']),
  ...team('platform', 11, ['change-champion', 'model-operator']),
  ...team('service', 13, ['change-champion', 'risk-assessor']),
];

function team(name: string, size: number, roles: readonly string[]): Learner[] {
  return Array.from({ length: size }, (_, index) => ({
    id: `${name}-${index}`,
    team: name,
    role: roles[index % roles.length] ?? 'change-champion',
  }));
}

const modulesOf: Record<string, string[]> = {
  'change-champion': ['ai-literacy', 'guardrails'],
  'prompt-engineer': ['ai-literacy', 'guardrails', 'prompt-patterns', 'prompt-evaluation'],
  'model-operator': ['ai-literacy', 'guardrails', 'monitoring-drift', 'incident-drill'],
  'risk-assessor': ['ai-literacy', 'guardrails', 'risk-tiering', 'control-plans'],
};

beforeAll(async () => {
  clock = new SettableClock(at('2026-06-20T06:00:00Z'));
  product = await startProduct({ clock });
  admin = await product.key({ scopes: ['admin'] });
  reader = await product.key({ scopes: ['read', 'reports'] });
  seer = await product.key({ scopes: ['read', 'people'] });
  lms = await product.key({ scopes: ['ingest'] });
  await call(admin, `/v1/programs/${PROGRAM}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/yaml' },
    body: readFileSync(join(projectRoot, 'test/fixtures/programs/ai-reskilling-90-days.yaml'), 'utf8'),
  });
  await happens('2026-07-02', 'learner.enrolled', learners.map(enrolment));
  await happens(
    '2026-07-03',
    'assessment.scored',
    learners.map((one) => score(one, 'pre', 20)),
  );
  await finish('2026-07-20', (index) => index % 5 === 1);
  await finish('2026-08-11', (index) => index % 5 === 2);
  // late joiners change the size of a shown team a little
  await happens('2026-08-20', 'learner.enrolled', team('late', 2, ['change-champion']).map(joining));
  await finish('2026-09-08', (index) => index % 5 === 3 || index === 0);
  clock.advanceTo(at('2026-10-12T06:00:00Z'));
}, 120_000);
afterAll(() => product.stop());

const enrolment = ({ id, team, role }: Learner) => ({ learner: id, cohort: 'summer-2026', team, role });
const joining = (one: Learner) => enrolment({ ...one, team: 'claims' });
const completions = ({ id, role }: Learner) =>
  (modulesOf[role] ?? []).map((module) => ({ learner: id, module, success: true }));
const score = ({ id }: Learner, phase: string, raw: number) => ({
  learner: id,
  assessment: 'skills-check',
  phase,
  form: 'form-a',
  raw: raw + (id.length % 7),
});

async function finish(day: string, done: (index: number) => boolean): Promise<void> {
  const finished = learners.filter((_, index) => done(index));
  await happens(day, 'module.completed', finished.flatMap(completions));
  await happens(
    day,
    'assessment.scored',
    finished.map((one) => score(one, 'post', 30)),
  );
}

async function happens(day: string, type: string, data: readonly object[]): Promise<void> {
  clock.advanceTo(at(`${day}T10:00:00Z`));
  const events = data.map((own, index) => ({
    specversion: '1.0',
    source: 'urn:lms',
    id: `${type}-${day}-${index}`,
    type: `plumbline.${type}`,
    time: `${day}T08:00:00Z`,
    data: { program: PROGRAM, ...own },
  }));
  const response = await call(lms, '/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(events),
  });
  expect([response.status, await response.json()]).toMatchObject([
    200,
    { accepted: events.length, rejected: [] },
  ]);
}

function call(key: TestKey, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('authorization', key.authorization);
  return fetch(`${product.url}${path}`, { ...init, headers });
}

async function text(key: TestKey, path: string, accept = 'application/json'): Promise<string> {
  const response = await call(key, path, { headers: { accept } });
  expect([path, response.status]).toEqual([path, 200]);
  return response.text();
}

async function scorecard(query: Record<string, string>): Promise<Answer[]> {
  const path = `/v1/programs/${PROGRAM}/scorecard?${new URLSearchParams(query)}`;
  const body: unknown = JSON.parse(await text(reader, path));
  return card.parse(body).kpis.filter(({ kpi }) => people.some((id) => id === kpi));
}

const MONTH_ENDS = [
  '2026-07-31T21:59:59.999999Z',
  '2026-08-31T21:59:59.999999Z',
  '2026-09-30T21:59:59.999999Z',
];
const DAYS = ['2026-07-31', '2026-08-11', '2026-08-31', '2026-10-11'];

/** Every table of groups that the reader can get, whatever clocks are asked for. */
async function everyTable(): Promise<Map<string, Answer>> {
  const tables = new Map<string, Answer>();
  for (const by of dimensions)
    for (const knownBy of DAYS)
      for (const asOf of DAYS.filter((day) => day <= knownBy)) {
        for (const kpi of await scorecard({ by, asOf, knownBy })) {
          const [first] = kpi.breakdown;
          if (first) tables.set([kpi.kpi, by, first.asOf, first.knownBy].join(' '), kpi);
        }
      }
  return tables;
}

interface Bounds {
  low: number;
  high: number;
}

/** What follows for hidden counts of one table from its total: each hidden row has at least `least`. */
function boundsOf(
  rows: Answer['breakdown'],
  total: number,
  count: 'n' | 'numerator',
  least: number,
): Bounds[] {
  const hidden = rows.filter((own) => own.suppressed);
  const rest = total - rows.reduce((sum, own) => sum + (own[count] ?? 0), 0);
  return hidden.map(() => ({
    low: hidden.length === 1 ? rest : least,
    high: rest - least * (hidden.length - 1),
  }));
}

describe('a team of two', () => {
  let tables: Map<string, Answer>;
  const totals = new Map<string, Answer>();
  beforeAll(async () => {
    tables = await everyTable();
    for (const [, { breakdown }] of tables) {
      const { asOf = '', knownBy = '' } = breakdown[0] ?? {};
      if (!totals.has(`training-completion ${asOf} ${knownBy}`))
        for (const kpi of await scorecard({ asOf, knownBy }))
          totals.set([kpi.kpi, asOf, knownBy].join(' '), kpi);
    }
  }, 300_000);

  it('is told of as of month ends alone, so that one day less another is nobody', () => {
    expect(tables.size).toBe(2 * dimensions.length * 6);
    for (const { breakdown } of tables.values())
      for (const { asOf, knownBy } of breakdown) {
        expect(MONTH_ENDS).toContain(asOf);
        expect(MONTH_ENDS).toContain(knownBy);
      }
  });

  it('is hidden in every table, and so is who would give it away', () => {
    const hidden = new Map<string, string[]>();
    for (const [name, { breakdown }] of tables)
      hidden.set(
        name,
        breakdown.filter(({ suppressed }) => suppressed).map(({ key }) => key),
      );
    for (const [name, keys] of hidden) {
      expect(keys.includes('pair')).toBe(name.includes(' team '));
      expect([name, keys.length]).not.toEqual([name, 1]);
    }
    for (const { breakdown } of tables.values())
      for (const own of breakdown.filter(({ suppressed }) => suppressed))
        expect(own).toMatchObject({ n: null, value: null, numerator: null, censored: null });
  });

  it('is given away neither by another KPI nor by details of the shown rows', () => {
    const hiddenIn = ({ breakdown }: Answer) =>
      breakdown.filter(({ suppressed }) => suppressed).map(({ key }) => key);
    let compared = 0;
    for (const [name, table] of tables) {
      const completion = tables.get(name.replace('skills-gain', 'training-completion'));
      if (completion === undefined || !name.startsWith('skills-gain')) continue;
      compared += 1;
      expect(hiddenIn(table)).toEqual(expect.arrayContaining(hiddenIn(completion)));
      if (hiddenIn(table).length === 0) continue;
      const told = table.breakdown.flatMap(({ details }) => Object.keys(details));
      for (const detail of ['ceilingShare', 'forms', 'quarantined', 'preOnly'])
        expect(told).not.toContain(detail);
    }
    expect(compared).toBe(dimensions.length * 6);
  });

  it('cannot be worked out from totals less the shown rows', () => {
    for (const [name, { kpi, breakdown }] of tables) {
      const { asOf = '', knownBy = '' } = breakdown[0] ?? {};
      const total = totals.get([kpi, asOf, knownBy].join(' '));
      const k = minimum[kpi === 'training-completion' ? kpi : 'skills-gain'];
      const counts = kpi === 'training-completion' ? (['n', 'numerator'] as const) : (['n'] as const);
      for (const count of counts) {
        const whole = total?.[count] ?? 0;
        const least = kpi === 'training-completion' && count === 'n' ? 1 : 0;
        const hidden = boundsOf(breakdown, whole, count, least);
        // of a whole with fewer than k (and one for each hidden row), no hidden count can have a range of k
        const attainable = whole - least * breakdown.length >= k;
        for (const { low, high } of hidden)
          expect([name, count, !attainable || high - low >= k]).toEqual([name, count, true]);
      }
    }
  });

  it('cannot be worked out from one month end and the next', () => {
    for (const knownBy of MONTH_ENDS) {
      const months = MONTH_ENDS.filter((asOf) => asOf <= knownBy).flatMap(
        (asOf) => tables.get(['training-completion', 'team', asOf, knownBy].join(' ')) ?? [],
      );
      const totalsOf = months.map(({ breakdown }) => {
        const { asOf = '' } = breakdown[0] ?? {};
        return totals.get(['training-completion', asOf, knownBy].join(' '))?.n ?? 0;
      });
      const bounds = tightened(months, totalsOf).flatMap((own) => own.get('pair') ?? []);
      expect(bounds.length).toBe(months.length);
      for (const { low, high } of bounds) expect(high - low).toBeGreaterThanOrEqual(5);
    }
  });

  it('is hidden in CSV as in JSON, and on pages', async () => {
    const csv = await text(reader, `/v1/programs/${PROGRAM}/kpis/training-completion?by=team`, 'text/csv');
    const line = csv.split('\r\n').find((own) => own.includes(',pair,')) ?? '';
    expect(line).toMatch(
      /^training-completion,pair,pair,[^,]*,[^,]*,,share,,,,,,[^,]*,cannot-say,open,none,,,true,/,
    );
    for (const document of ['executive', 'learning-development', 'program-lead']) {
      const page = await text(reader, `/dashboards/${PROGRAM}/${document}`, 'text/html');
      expect(page).toMatch(/group too small|not shown/);
      expect(page).toContain('groups of people');
      for (const id of PAIR) expect(page).not.toContain(id);
    }
  });

  it('is hidden in every supporting measure', async () => {
    const list: unknown = JSON.parse(await text(reader, `/v1/programs/${PROGRAM}/measures`));
    const asked = measureList
      .parse(list)
      .measures.filter(({ scope, dimensions: own }) => scope === 'read' && own.includes('team'));
    expect(asked.length).toBeGreaterThan(2);
    for (const { measure } of asked) {
      const path = `/v1/programs/${PROGRAM}/measures/${measure}?by=team`;
      const body: unknown = JSON.parse(await text(reader, path));
      const pair = measureRows.parse(body).rows.filter(({ key }) => key === 'pair');
      expect([measure, pair.filter(({ suppressed, n }) => !suppressed || n !== null)]).toEqual([measure, []]);
    }
  });

  it('is named to nobody without the scope people, who is told which scope is needed', async () => {
    const events = [
      `/v1/programs/${PROGRAM}/kpis/training-completion/evidence`,
      `/v1/programs/${PROGRAM}/kpis/training-completion/evidence?by=team&key=pair`,
      '/v1/events/learner.enrolled-2026-07-02-0',
    ];
    for (const path of events) {
      const refused = await call(reader, path);
      expect([path, refused.status, await refused.text()]).toEqual([
        path,
        403,
        expect.stringContaining('people'),
      ]);
      expect((await call(seer, path)).status).toBe(200);
    }
    expect((await call(lms, '/v1/events/learner.enrolled-2026-07-02-0')).status).toBe(200);
    for (const path of [`/v1/programs/${PROGRAM}`, '/v1/findings', '/v1/unmapped'])
      for (const id of PAIR) expect(await text(reader, path)).not.toContain(`"${id}"`);
  });

  it('is seen by a key with the scope people as of today, hidden in tables all the same', async () => {
    const body: unknown = JSON.parse(
      await text(seer, `/v1/programs/${PROGRAM}/kpis/training-completion?by=team&asOf=2026-08-15`),
    );
    const { breakdown } = answer.parse(body);
    expect(breakdown.map(({ asOf }) => asOf)).toEqual(breakdown.map(() => '2026-08-15T21:59:59.999999Z'));
    expect(breakdown.find(({ key }) => key === 'pair')).toMatchObject({ suppressed: true, n: null });
  });
});

/** Bounds of each team's n at each month end: no team shrinks, and at each month the teams add up to the total. */
function tightened(months: readonly Answer[], totals: readonly number[]): Map<string, Bounds>[] {
  const bounds = months.map(
    ({ breakdown }, month) =>
      new Map(
        breakdown.map(({ key, n }) => [
          key,
          n === null ? { low: 1, high: totals[month] ?? 0 } : { low: n, high: n },
        ]),
      ),
  );
  const raise = (own: Bounds | undefined, low: number) => {
    if (own !== undefined && own.low < low) own.low = low;
  };
  const lower = (own: Bounds | undefined, high: number) => {
    if (own !== undefined && own.high > high) own.high = high;
  };
  for (let round = 0; round < 20; round += 1) {
    bounds.forEach((teams, month) => {
      for (const [key, own] of teams) {
        raise(own, bounds[month - 1]?.get(key)?.low ?? 0);
        lower(own, bounds[month + 1]?.get(key)?.high ?? Infinity);
        const others = [...teams].filter(([other]) => other !== key).map(([, other]) => other);
        const total = totals[month] ?? 0;
        raise(own, total - others.reduce((sum, { high }) => sum + high, 0));
        lower(own, total - others.reduce((sum, { low }) => sum + low, 0));
      }
    });
  }
  return bounds;
}
