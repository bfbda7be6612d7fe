import { normalCdf } from '../distribution/normal.ts';
import { answer, cannot, type Answer } from '../result.ts';
import type { Stratum } from './common-horizon.ts';
import { faultOfObservations, riskTable, type Observation } from './observation.ts';

export interface LogRank {
  /** χ² with one degree of freedom. */
  readonly chiSquare: number;
  readonly p: number;
  readonly observed: { readonly a: number; readonly b: number };
  /** Events that each arm would have seen if the arms did not differ. */
  readonly expected: { readonly a: number; readonly b: number };
  readonly n: number;
}

/**
 * Log-rank test of two arms.
 * Source: Mantel 1966, Cancer Chemother. Rep. 50:163; Peto & Peto 1972, JRSS A 135:185; hypergeometric variance, as R's survdiff.
 * p from χ² with one degree of freedom, a large-sample law: rough below about five expected events in an arm.
 * Times in any unit, the same in both. Assumes censoring that says nothing of the event to come, alike in both arms. Most powerful when the rate of one arm is a constant multiple of the other's.
 * Cannot: `empty` (either arm), `all-censored` (no event at all), `no-variation` (no event while both arms were at risk),
 * `not-a-number`, `out-of-range` (negative time).
 */
export function logRank(a: readonly Observation[], b: readonly Observation[]): Answer<LogRank> {
  return stratifiedLogRank([{ a, b }]);
}

/**
 * The same with cases compared only within their stratum. A stratum with an empty arm adds nothing to the comparison.
 * Source: Mantel 1966; Klein & Moeschberger 2003, 7.5. `n` counts every case, those of strata with an empty arm too.
 * Assumes that the ratio of the rates is alike in the strata. Cannot: as `logRank`, `empty` for an arm without cases in any stratum.
 */
export function stratifiedLogRank(strata: readonly Stratum[]): Answer<LogRank> {
  const [everyA, everyB] = [strata.flatMap(({ a }) => a), strata.flatMap(({ b }) => b)];
  const fault = faultOfObservations(everyA) ?? faultOfObservations(everyB);
  if (fault) return fault;
  const observed = { a: eventsOf(everyA), b: eventsOf(everyB) };
  if (observed.a + observed.b === 0) return cannot('all-censored', 'No event was observed.');

  let expectedA = 0;
  let variance = 0;
  for (const stratum of strata) {
    const part = expectation(stratum);
    expectedA += part.expected;
    variance += part.variance;
  }
  if (variance === 0) return cannot('no-variation', 'No event fell while both arms were at risk.');
  const chiSquare = (observed.a - expectedA) ** 2 / variance;
  return answer({
    chiSquare,
    // χ² with one degree of freedom is a normal deviate squared; 1 - cdf would round a small p to 0.
    p: 2 * normalCdf(-Math.sqrt(chiSquare)),
    observed,
    expected: { a: expectedA, b: observed.a + observed.b - expectedA },
    n: everyA.length + everyB.length,
  });
}

function expectation({ a, b }: Stratum): { expected: number; variance: number } {
  const own = riskTable(a);
  let expected = 0;
  let variance = 0;
  let next = 0;
  let atRiskA = a.length;
  for (const { time, atRisk, events } of riskTable([...a, ...b])) {
    const point = own[next];
    if (events > 0) {
      expected += (events * atRiskA) / atRisk;
      if (atRisk > 1) {
        const shareA = atRiskA / atRisk;
        variance += (events * shareA * (1 - shareA) * (atRisk - events)) / (atRisk - 1);
      }
    }
    if (point?.time === time) {
      atRiskA -= point.events + point.censored;
      next += 1;
    }
  }
  return { expected, variance };
}

const eventsOf = (observations: readonly Observation[]): number =>
  observations.filter(({ event }) => event).length;
