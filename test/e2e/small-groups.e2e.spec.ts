import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { TestKey } from '../support/product.ts';
import { PAIR, PROGRAM, TeamOfTwo } from './small-groups/team-of-two.ts';

/** Two people are a team. Somebody with a key that may not see people asks for everything, and knows how it is computed. */
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
const counts = { n: z.number().nullable(), numerator: z.number().nullable() };
const measureRows = z.object({
  ...counts,
  rows: z.array(z.object({ key: z.string(), suppressed: z.boolean(), ...counts })),
});
type Answer = z.infer<typeof answer>;

let program: TeamOfTwo;
beforeAll(async () => {
  program = await TeamOfTwo.start();
}, 120_000);
afterAll(() => program.stop());

async function text(key: TestKey, path: string, accept = 'application/json'): Promise<string> {
  const response = await program.call(key, path, { headers: { accept } });
  expect([path, response.status]).toEqual([path, 200]);
  return response.text();
}

async function scorecard(query: Record<string, string>): Promise<Answer[]> {
  const path = `/v1/programs/${PROGRAM}/scorecard?${new URLSearchParams(query)}`;
  const body: unknown = JSON.parse(await text(program.reader, path));
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
      const teams = months.map(({ breakdown }) => new Map(breakdown.map(({ key, n }) => [key, n])));
      const bounds = tightened(teams, totalsOf, 1).flatMap((own) => own.get('pair') ?? []);
      expect(bounds.length).toBe(months.length);
      for (const { low, high } of bounds) expect(high - low).toBeGreaterThanOrEqual(5);
    }
  });

  it('is hidden in CSV as in JSON, and on pages', async () => {
    const csv = await text(
      program.reader,
      `/v1/programs/${PROGRAM}/kpis/training-completion?by=team`,
      'text/csv',
    );
    const line = csv.split('\r\n').find((own) => own.includes(',pair,')) ?? '';
    expect(line).toMatch(
      /^training-completion,pair,pair,[^,]*,[^,]*,,share,,,,,,[^,]*,cannot-say,open,none,,,true,/,
    );
    for (const document of ['executive', 'learning-development', 'program-lead']) {
      const page = await text(program.reader, `/dashboards/${PROGRAM}/${document}`, 'text/html');
      expect(page).toMatch(/group too small|not shown/);
      expect(page).toContain('groups of people');
      for (const id of PAIR) expect(page).not.toContain(id);
    }
  });

  it('is hidden in every supporting measure', async () => {
    const list: unknown = JSON.parse(await text(program.reader, `/v1/programs/${PROGRAM}/measures`));
    const asked = measureList
      .parse(list)
      .measures.filter(({ scope, dimensions: own }) => scope === 'read' && own.includes('team'));
    expect(asked.length).toBeGreaterThan(2);
    for (const { measure } of asked) {
      const path = `/v1/programs/${PROGRAM}/measures/${measure}?by=team`;
      const body: unknown = JSON.parse(await text(program.reader, path));
      const pair = measureRows.parse(body).rows.filter(({ key }) => key === 'pair');
      expect([measure, pair.filter(({ suppressed, n }) => !suppressed || n !== null)]).toEqual([measure, []]);
    }
  });

  it('cannot be worked out of a measure from one month end and the next', async () => {
    const months = await Promise.all(
      MONTH_ENDS.map(async (asOf) => {
        const query = new URLSearchParams({ by: 'team', asOf, knownBy: MONTH_ENDS.at(-1) ?? asOf });
        const body: unknown = JSON.parse(
          await text(program.reader, `/v1/programs/${PROGRAM}/measures/feedback?${query}`),
        );
        return measureRows.parse(body);
      }),
    );
    for (const count of ['n', 'numerator'] as const) {
      const teams = months.map(({ rows }) => new Map(rows.map((own) => [own.key, own[count]])));
      const totals = months.map((own) => own[count] ?? 0);
      // of the questions each listed team has one; answers it may have none
      const bounds = tightened(teams, totals, count === 'n' ? 1 : 0).flatMap((own) => own.get('pair') ?? []);
      expect(bounds.length).toBe(months.length);
      for (const { low, high } of bounds) expect([count, low < high]).toEqual([count, true]);
    }
  });

  it('is named to nobody without the scope people, who is told which scope is needed', async () => {
    const events = [
      `/v1/programs/${PROGRAM}/kpis/training-completion/evidence`,
      `/v1/programs/${PROGRAM}/kpis/training-completion/evidence?by=team&key=pair`,
      '/v1/events/learner.enrolled-2026-07-02-0',
    ];
    for (const path of events) {
      const refused = await program.call(program.reader, path);
      expect([path, refused.status, await refused.text()]).toEqual([
        path,
        403,
        expect.stringContaining('people'),
      ]);
      expect((await program.call(program.seer, path)).status).toBe(200);
    }
    expect((await program.call(program.lms, '/v1/events/learner.enrolled-2026-07-02-0')).status).toBe(200);
    for (const path of [`/v1/programs/${PROGRAM}`, '/v1/findings', '/v1/unmapped'])
      for (const id of PAIR) expect(await text(program.reader, path)).not.toContain(`"${id}"`);
  });

  it('is seen by a key with the scope people as of today, hidden in tables all the same', async () => {
    const body: unknown = JSON.parse(
      await text(program.seer, `/v1/programs/${PROGRAM}/kpis/training-completion?by=team&asOf=2026-08-15`),
    );
    const { breakdown } = answer.parse(body);
    expect(breakdown.map(({ asOf }) => asOf)).toEqual(breakdown.map(() => '2026-08-15T21:59:59.999999Z'));
    expect(breakdown.find(({ key }) => key === 'pair')).toMatchObject({ suppressed: true, n: null });
  });
});

/**
 * Bounds of each team's count at each month end: no team shrinks, and at each month the teams add up to the total.
 * @param months the counts that are shown, null where they are hidden
 */
function tightened(
  months: readonly ReadonlyMap<string, number | null>[],
  totals: readonly number[],
  least: number,
): Map<string, Bounds>[] {
  const bounds = months.map(
    (teams, month) =>
      new Map(
        [...teams].map(([key, count]): [string, Bounds] => [
          key,
          count === null ? { low: least, high: totals[month] ?? 0 } : { low: count, high: count },
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
