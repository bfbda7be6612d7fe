import type { Answer, Estimate, Interval } from '../result.ts';

/**
 * A ratio as the share gained, ratio - 1: 1.2 becomes 0.2. No unit; arithmetic, without a source or assumption of its own. The
 * level and method of the interval stay, its ends move, an end that is `null` stays so. Cannot: what the ratio cannot.
 */
export function relativeChange<T extends Estimate>(ratio: Answer<T>): Answer<T> {
  if (!ratio.ok) return ratio;
  const { low, high } = ratio.interval;
  return moved(ratio, ratio.estimate - 1, {
    ...ratio.interval,
    low: low === null ? null : low - 1,
    high: high === null ? null : high - 1,
  });
}

/**
 * A ratio as the share taken away, 1 - ratio: 0.8 becomes 0.2, and the ends of the interval change places. No unit; else as
 * `relativeChange`. Cannot: what the ratio cannot.
 */
export function reduction<T extends Estimate>(ratio: Answer<T>): Answer<T> {
  if (!ratio.ok) return ratio;
  const { low, high } = ratio.interval;
  return moved(ratio, 1 - ratio.estimate, {
    ...ratio.interval,
    low: high === null ? null : 1 - high,
    high: low === null ? null : 1 - low,
  });
}

function moved<T extends Estimate>(
  ratio: { readonly ok: true } & Readonly<T>,
  estimate: number,
  interval: Interval,
): Answer<T> {
  return { ...ratio, estimate, interval };
}
