import { at } from './at.ts';

/**
 * Compensated sum: the error does not grow with the number of terms.
 * Source: Neumaier 1974, Z. angew. Math. Mech. 54:39, algorithm IV.
 */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = at(values, i);
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
}

export function sumBy<T>(items: readonly T[], value: (item: T, index: number) => number): number {
  return sum(items.map(value));
}
