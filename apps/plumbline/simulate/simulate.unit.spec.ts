import { mkdtempSync, rmSync, appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { normal } from './draws.ts';
import { findingsOf } from './findings.ts';
import { KeptTallies } from './kept.ts';
import { pageOf } from './page.ts';
import { casesOf, scenarios, type Case } from './scenarios.ts';
import { sideOfTruth, type Scenario } from './study.ts';
import { runCase, type Tally } from './tally.ts';

const order = { programs: 5, seed: 'spec' };
// Of each KPI the first world without a change: its truth is known without drawing a whole population.
const small = [
  ...Map.groupBy(
    casesOf(scenarios).filter(({ n, scenario }) => n === 8 && scenario.kind === 'nothing'),
    ({ scenario }) => scenario.kpi,
  ).values(),
].flatMap((own) => own.slice(0, 1));

const run = (cases: readonly Case[], programs = order.programs): Map<string, Tally> =>
  new Map(cases.map((one) => [one.id, runCase(one, programs, order.seed)]));

/** A KPI that judges the mean of n standard normal draws by an interval of that many standard errors. */
function judgedBy(width: number): Scenario {
  return {
    kpi: 'a mean',
    setting: `${width} standard errors`,
    effect: 'no change',
    kind: 'nothing',
    of: (n) => (random) => {
      const mean = Array.from({ length: n }, () => normal(random)).reduce((sum, draw) => sum + draw, 0) / n;
      const reach = width / Math.sqrt(n);
      const side = sideOfTruth({ low: mean - reach, high: mean + reach }, 0);
      return { said: side === 'above' ? 'better' : 'unclear', certain: true, intervals: { 'a mean': side } };
    },
  };
}

describe('the simulation', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-simulate-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('catches an interval that is too narrow, and passes the right one', () => {
    const pages = [0.8, 1.96].map((width) => {
      const cases = casesOf([judgedBy(width)]);
      return findingsOf(cases, run(cases, 2000));
    });
    const [narrow, right] = pages;
    // The mean of 8 lies above 0.8 standard errors in 21% of draws, within in 58%.
    expect(narrow?.falseClaims[0]?.mean).toBeCloseTo(0.212, 1);
    expect(narrow?.coverage[0]?.mean).toBeCloseTo(0.576, 1);
    expect(right?.falseClaims.every(({ mean }) => mean < 0.05)).toBe(true);
    expect(right?.coverage.every(({ mean }) => mean !== null && mean > 0.93 && mean < 0.97)).toBe(true);
    expect(narrow && pageOf(narrow, order)).toMatch(/ NO /);
    expect(right && pageOf(right, order)).not.toMatch(/ NO /);
  });

  it('gives the same tables for the same seed, and others for another', () => {
    const first = run(small);
    expect(run(small.toReversed())).toEqual(first);
    const other = small.map((one) => runCase(one, order.programs, 'other'));
    expect(other).not.toEqual([...first.values()]);
  });

  it('goes on from finished cases to the same page, past a line cut short', () => {
    expect(new KeptTallies(join(folder, 'none'), order, 'code').read().size).toBe(0);
    const whole = run(small);
    const path = join(folder, 'kept', 'simulation.jsonl');
    const kept = new KeptTallies(path, order, 'code');
    for (const one of [...whole.values()].slice(0, 3)) kept.keep(one);
    appendFileSync(path, '{"seed":"spec","ta');
    const found = kept.read();
    expect(found.size).toBe(3);
    expect(new KeptTallies(path, { ...order, seed: 'other' }, 'code').read().size).toBe(0);
    expect(new KeptTallies(path, { ...order, programs: 6 }, 'code').read().size).toBe(0);
    expect(new KeptTallies(path, order, 'other code').read().size).toBe(0);
    const rest = run(small.filter(({ id }) => !found.has(id)));
    for (const one of rest.values()) kept.keep(one);
    expect(kept.read().size).toBe(small.length);
    const page = (tallies: ReadonlyMap<string, Tally>) => pageOf(findingsOf(small, tallies), order);
    expect(page(kept.read())).toBe(page(whole));
  });

  it('asks every KPI, with and without a change, and each answers', () => {
    const tallies = [...run(small).values()];
    const kpis = new Set(scenarios.map(({ kpi }) => kpi));
    expect(kpis.size).toBe(5);
    for (const kpi of kpis) {
      const kinds = new Set(scenarios.filter((one) => one.kpi === kpi).map(({ kind }) => kind));
      expect(kinds.has('nothing') && kinds.has('change')).toBe(true);
    }
    expect(tallies.reduce((sum, { cannot }) => sum + cannot, 0)).toBeLessThan(tallies.length);
  });
});
