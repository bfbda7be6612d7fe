import { at } from './at.ts';

export interface Midranks {
  /** Rank of each value in the order given, 1 for the smallest; equal values share the mean of their ranks. */
  readonly ranks: Float64Array;
  /** Sum of t³ - t over the groups of t equal values: 0 without ties. */
  readonly tieTerm: number;
}

/** Ranks with ties at their mean rank. Source: Lehmann 1975, Nonparametrics, 1.4. */
export function midranks(values: ArrayLike<number>): Midranks {
  const order = Array.from({ length: values.length }, (_, i) => i).sort(
    (i, j) => at(values, i) - at(values, j),
  );
  const ranks = new Float64Array(values.length);
  let tieTerm = 0;
  let start = 0;
  while (start < order.length) {
    let end = start + 1;
    while (end < order.length && at(values, at(order, end)) === at(values, at(order, start))) end += 1;
    const ties = end - start;
    tieTerm += ties ** 3 - ties;
    for (let i = start; i < end; i += 1) ranks[at(order, i)] = (start + 1 + end) / 2;
    start = end;
  }
  return { ranks, tieTerm };
}
