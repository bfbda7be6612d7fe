import { tCritical } from '../distribution/student-t.ts';
import { faultOfLevel, faultOfValues } from '../numeric/checks.ts';
import { answer, cannot, type Answer, type Estimate } from '../result.ts';
import { spreadOf } from './mean.ts';

/**
 * Arithmetic mean with Student's t interval, in the unit of the values.
 * Source: Student 1908, Biometrika 6:1; ISO 2602:1980. Assumes independent values; exact for normal ones.
 * Cannot: `empty`, `one-value`, `not-a-number`, `no-variation` (all values equal), `out-of-range` (level), `overflow`.
 */
export function meanInterval(values: readonly number[], level = 0.95): Answer<Estimate> {
  const fault = faultOfValues(values, 2) ?? faultOfLevel(level);
  if (fault) return fault;
  const { n, mean, sumOfSquares } = spreadOf(values);
  if (sumOfSquares === 0) return cannot('no-variation', 'All values are equal.');
  const reach = tCritical(level, n - 1) * Math.sqrt(sumOfSquares / (n - 1) / n);
  return answer({
    estimate: mean,
    interval: { low: mean - reach, high: mean + reach, level, method: 'Student t' },
    n,
  });
}
