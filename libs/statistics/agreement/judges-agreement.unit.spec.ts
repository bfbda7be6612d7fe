import { describe, expect, it } from '@jest/globals';
import { given, refused } from '#test/support/answers';
import { Generator } from '../random/generator.ts';
import { intraclassCorrelation } from './intraclass-correlation.ts';
import { judgesAgreement } from './judges-agreement.ts';

// Shrout & Fleiss 1979, table 2
const TABLE = [
  [9, 2, 5, 8],
  [6, 1, 3, 2],
  [8, 4, 6, 8],
  [7, 1, 2, 6],
  [10, 5, 6, 9],
  [6, 2, 4, 7],
];

/** A standard normal draw: of twelve uniform ones. */
const normal = (random: Generator): number =>
  Array.from({ length: 12 }, () => random.uniform()).reduce((sum, draw) => sum + draw, -6);

describe('agreement of judges', () => {
  it('keeps the published estimate, within limits of its own that hold it', () => {
    const published = given(intraclassCorrelation(TABLE, 'ICC(2,1)'));
    const icc = given(judgesAgreement(TABLE));
    expect(icc.estimate).toBe(published.estimate);
    expect(Number(icc.interval.low)).toBeGreaterThanOrEqual(0);
    expect(Number(icc.interval.low)).toBeLessThan(icc.estimate);
    expect(Number(icc.interval.high)).toBeGreaterThan(icc.estimate);
    expect(Number(icc.interval.high)).toBeLessThanOrEqual(1);
  });

  it('does not care for the order of targets and judges, or the unit', () => {
    const icc = given(judgesAgreement(TABLE));
    const other = given(
      judgesAgreement(TABLE.toReversed().map((row) => row.toReversed().map((x) => 2 * x + 3))),
    );
    expect(other.interval.low).toBeCloseTo(Number(icc.interval.low), 10);
    expect(other.interval.high).toBeCloseTo(Number(icc.interval.high), 10);
  });

  it('holds its level where few judges differ in severity, and the published one does not', () => {
    const random = Generator.of('judges');
    const truth = 1 / (1 + 0.6 ** 2 + 0.4 ** 2);
    let [held, published] = [0, 0];
    for (let i = 0; i < 300; i += 1) {
      const severities = [0, 1, 2].map(() => 0.6 * normal(random));
      const table = Array.from({ length: 40 }, () => {
        const quality = normal(random);
        return severities.map((severity) => quality - severity + 0.4 * normal(random));
      });
      const holds = ({ low, high }: { low: number | null; high: number | null }): boolean =>
        Number(low) <= truth && truth <= Number(high);
      if (holds(given(judgesAgreement(table)).interval)) held += 1;
      if (holds(given(intraclassCorrelation(table, 'ICC(2,1)')).interval)) published += 1;
    }
    expect(held / 300).toBeGreaterThan(0.93);
    expect(published / 300).toBeLessThan(0.9);
  });

  it('is 1 without any disagreement, and says why it cannot', () => {
    const alike = [1, 2, 5].map((x) => [x, x]);
    expect(given(judgesAgreement(alike)).interval.low).toBeCloseTo(1, 12);
    expect(refused(judgesAgreement([]))).toBe('empty');
    expect(refused(judgesAgreement([[1], [2]]))).toBe('too-few');
    expect(refused(judgesAgreement([[1, 2]]))).toBe('one-value');
  });
});
