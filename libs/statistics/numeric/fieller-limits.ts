import { spreadOf } from '../description/mean.ts';
import { at } from './at.ts';
import { sumBy } from './sum.ts';

/**
 * The ratios θ for which mean(b) - θ mean(a) lies within `critical` of its standard errors of zero: the roots of a quadratic.
 * Source: Fieller 1954, JRSS B 16:175. Null where the mean of `below` does not differ from zero by as much: no limits exist.
 * @param below a, at least two, as many as `above`
 */
export function fiellerLimits(
  below: readonly number[],
  above: readonly number[],
  critical: number,
): { readonly low: number; readonly high: number } | null {
  const n = below.length;
  const [first, second] = [spreadOf(below), spreadOf(above)];
  const products = sumBy(below, (value, i) => (value - first.mean) * (at(above, i) - second.mean));
  const scale = critical ** 2 / (n * (n - 1));
  const a = first.mean ** 2 - scale * first.sumOfSquares;
  const b = first.mean * second.mean - scale * products;
  const c = second.mean ** 2 - scale * second.sumOfSquares;
  if (a <= 0) return null;
  const root = Math.sqrt(Math.max(0, b * b - a * c));
  return { low: (b - root) / a, high: (b + root) / a };
}
