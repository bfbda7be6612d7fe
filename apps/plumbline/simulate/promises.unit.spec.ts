import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { codeVersion } from './code-version.ts';
import { findingsOf } from './findings.ts';
import { pageOf } from './page.ts';
import { coveragePromise, falseClaimsPromise } from './promises.ts';
import { casesOf } from './scenarios.ts';
import { sideOfTruth, type Scenario } from './study.ts';
import type { Tally } from './tally.ts';

describe('the promises', () => {
  it('judge false claims by the number, and then by its lower Wilson limit', () => {
    expect(falseClaimsPromise(50, 1000)).toBe('kept');
    // 64 of 1,000: the lower limit is 5.04%; 63: 4.95%
    expect(falseClaimsPromise(63, 1000)).toBe('within error');
    expect(falseClaimsPromise(64, 1000)).toBe('broken');
    expect(falseClaimsPromise(1, 10)).toBe('within error');
  });

  it('judge coverage by the average, and then by its error', () => {
    expect(coveragePromise(0.93, 0.001)).toBe('kept');
    expect(coveragePromise(0.925, 0.003)).toBe('within error');
    expect(coveragePromise(0.925, 0.002)).toBe('broken');
  });

  it('count an interval without ends as none, and one with a single end as a statement', () => {
    expect(sideOfTruth({ low: null, high: null }, 1)).toBe('none');
    expect(sideOfTruth(null, 1)).toBe('none');
    expect(sideOfTruth({ low: 2, high: null }, 1)).toBe('above');
    expect(sideOfTruth({ low: null, high: 2 }, 1)).toBe('holds');
    expect(sideOfTruth({ low: null, high: 0.5 }, 1)).toBe('below');
  });
});

/** A scenario that is never run: its tally is given. */
const named = (kpi: string, setting: string, kind: Scenario['kind']): Scenario => ({
  kpi,
  setting,
  effect: 'no change',
  kind,
  sizes: [8],
  of: () => () => ({ said: 'unclear', certain: false, intervals: {} }),
});

function tallyOf(id: string, better: number, intervals: Tally['intervals']): Tally {
  return { id, programs: 1000, better, worse: 0, unclear: 1000 - better, cannot: 0, certain: 0, intervals };
}

describe('findings', () => {
  const cases = casesOf([named('a', 'calm', 'nothing'), named('a', 'wild', 'nothing')]);
  const found = (better: number, holds: number, none: number, name = 'a') =>
    findingsOf(
      cases,
      new Map(
        cases.map(({ id }, i) => [
          id,
          tallyOf(id, i === 0 ? 0 : better, {
            [name]: { holds, above: 0, below: 1000 - holds - none, none },
          }),
        ]),
      ),
    );

  it('take the largest share of false claims, not the average', () => {
    const { falseClaims, broken } = found(90, 950, 0);
    expect(falseClaims).toMatchObject([{ mean: 0.045, largest: 0.09, promise: 'broken' }]);
    expect(broken).toEqual(['a claims too much at n = 8: wild, no change.']);
    expect(found(50, 950, 0).broken).toEqual([]);
  });

  it('name intervals that are too narrow, but not methods that no KPI shows', () => {
    expect(found(0, 900, 0).broken).toEqual(['The interval "a" is too narrow at n = 8.']);
    const unshown = found(0, 900, 0, 'statistics, b');
    expect(unshown.broken).toEqual([]);
    expect(unshown.coverage).toMatchObject([{ mean: 0.9, promise: null }]);
  });

  it('judge the programs that have the interval, and say where none has', () => {
    // 465 of 500 is 93%
    expect(found(0, 465, 500).coverage).toMatchObject([{ mean: 0.93, none: 0.5, promise: 'kept' }]);
    const none = found(0, 0, 1000);
    expect(none.coverage).toMatchObject([{ mean: null, none: 1, promise: null }]);
    expect(pageOf(none, { programs: 1000, seed: 'spec' })).toContain('| cannot ');
  });
});

describe('the version of the code', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-code-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('changes with a formula, in whichever folder, and not with its spec', () => {
    mkdirSync(join(folder, 'deep'));
    writeFileSync(join(folder, 'deep', 'formula.ts'), 'a');
    const first = codeVersion([folder]);
    writeFileSync(join(folder, 'deep', 'formula.unit.spec.ts'), 'a');
    expect(codeVersion([folder])).toBe(first);
    writeFileSync(join(folder, 'deep', 'formula.ts'), 'b');
    expect(codeVersion([folder])).not.toBe(first);
    expect(codeVersion()).toMatch(/^[0-9a-f]{16}$/);
  });
});
