import chisquareQuantile from '@stdlib/stats-base-dists-chisquare-quantile';
import fQuantile from '@stdlib/stats-base-dists-f-quantile';
import { answer, type Answer } from '../result.ts';
import { intraclassCorrelation, type IntraclassCorrelation } from './intraclass-correlation.ts';
import type { MeanSquares } from './two-way-squares.ts';

/**
 * ICC(2,1), the agreement of judges who are a sample of many, with an interval by the modified large-sample method. The
 * published interval of `intraclassCorrelation` approximates by one number of degrees of freedom, and falls far below its level
 * where few judges differ in severity; this one holds it with two judges on.
 * Source: Cappelleri & Ting 2003, Stat. Med. 22:1861: the ρ for which the limits of (1 - ρ) E[BMS] - ρ k/n E[JMS] -
 * (1 + (k - 1)ρ - ρ k/n) E[EMS] by Ting et al. 1990, J. Stat. Comput. Simul. 35:135, hold zero. Limits within 0 and 1.
 * Estimate, units and assumptions as `intraclassCorrelation`.
 * Cannot: as `intraclassCorrelation`.
 */
export function judgesAgreement(
  table: readonly (readonly number[])[],
  level = 0.95,
): Answer<IntraclassCorrelation> {
  const icc = intraclassCorrelation(table, 'ICC(2,1)', level);
  if (!icc.ok) return icc;
  const sideOfZero = limitsOf(icc.meanSquares, (1 - level) / 2);
  const interval = {
    low: largestAbove(sideOfZero.low),
    high: largestAbove(sideOfZero.high),
    level,
    method: 'modified large-sample (Cappelleri-Ting)',
  };
  return answer({ ...icc, interval });
}

type Limit = (correlation: number) => number;

/** Limits of the combination of mean squares that is zero at the true correlation; both fall as the correlation grows. */
function limitsOf(squares: MeanSquares, tail: number): { low: Limit; high: Limit } {
  const { targets: n, judges: k, bms, jms, ems } = squares;
  const [ofTargets, ofJudges, ofErrors] = [n - 1, k - 1, (n - 1) * (k - 1)];
  const below = (df: number) => 1 - df / chisquareQuantile(1 - tail, df);
  const above = (df: number) => df / chisquareQuantile(tail, df) - 1;
  const lowCross = (df: number) => {
    const f = fQuantile(1 - tail, ofTargets, df);
    return ((f - 1) ** 2 - (below(ofTargets) * f) ** 2 - above(df) ** 2) / f;
  };
  const highCross = (df: number) => {
    const f = fQuantile(tail, ofTargets, df);
    return ((1 - f) ** 2 - (above(ofTargets) * f) ** 2 - below(df) ** 2) / f;
  };
  const partsAt = (correlation: number) => ({
    a: (1 - correlation) * bms,
    b: ((correlation * k) / n) * jms,
    c: (1 + (k - 1) * correlation - (correlation * k) / n) * ems,
  });
  const low = [below(ofTargets) ** 2, above(ofJudges) ** 2, above(ofErrors) ** 2] as const;
  const high = [above(ofTargets) ** 2, below(ofJudges) ** 2, below(ofErrors) ** 2] as const;
  const lowCrosses = [lowCross(ofJudges), lowCross(ofErrors)] as const;
  const highCrosses = [highCross(ofJudges), highCross(ofErrors)] as const;
  const reach = (
    { a, b, c }: ReturnType<typeof partsAt>,
    [ofA, ofB, ofC]: typeof low,
    [ab, ac]: typeof lowCrosses,
  ) => Math.sqrt(Math.max(0, ofA * a * a + ofB * b * b + ofC * c * c + ab * a * b + ac * a * c));
  return {
    low: (correlation) => {
      const parts = partsAt(correlation);
      return parts.a - parts.b - parts.c - reach(parts, low, lowCrosses);
    },
    high: (correlation) => {
      const parts = partsAt(correlation);
      return parts.a - parts.b - parts.c + reach(parts, high, highCrosses);
    },
  };
}

const STEPS = 50;

/** The largest correlation from 0 to 1 at which a falling limit is still above zero; 0 when it never is. */
function largestAbove(limit: Limit): number {
  if (limit(0) <= 0) return 0;
  let [inside, outside] = [0, 1];
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (inside + outside) / 2;
    if (limit(middle) > 0) inside = middle;
    else outside = middle;
  }
  return inside;
}
