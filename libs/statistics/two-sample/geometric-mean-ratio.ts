import { cannot, answer, type Answer, type Estimate } from '../result.ts';
import { meanDifference } from './mean-difference.ts';

/**
 * geometric mean(a) / geometric mean(b) of independent groups: Welch's interval on the logarithms, taken back.
 * Source: Bland & Altman 1996, BMJ 312:1079. No unit; 1 is no difference. `n` is that of both
 * groups. Assumes independent values that are about log-normal, none censored.
 * Cannot: as `meanDifference`; `out-of-range` when a value is not above zero.
 */
export function geometricMeanRatio(
  a: readonly number[],
  b: readonly number[],
  level = 0.95,
): Answer<Estimate> {
  if ([...a, ...b].some((value) => value <= 0)) {
    return cannot('out-of-range', 'A geometric mean needs values above zero.');
  }
  const logs = meanDifference(a.map(Math.log), b.map(Math.log), level);
  if (!logs.ok) return logs;
  const { low, high } = logs.interval;
  return answer({
    estimate: Math.exp(logs.estimate),
    interval: {
      low: low === null ? null : Math.exp(low),
      high: high === null ? null : Math.exp(high),
      level,
      method: 'Welch t on logarithms',
    },
    n: logs.n,
  });
}
