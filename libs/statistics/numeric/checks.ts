import { cannot, type Cannot } from '../result.ts';

/** `null` when every value is finite and there are at least `least` (1 or more) of them. */
export function faultOfValues(values: ArrayLike<number>, least = 1, name = 'values'): Cannot | null {
  if (values.length === 0) return cannot('empty', `There are no ${name}.`);
  for (let i = 0; i < values.length; i += 1) {
    if (!Number.isFinite(values[i])) {
      return cannot('not-a-number', `The ${name} hold something that is not a finite number at index ${i}.`);
    }
  }
  if (values.length >= least) return null;
  return values.length === 1
    ? cannot('one-value', `One of the ${name} says nothing about their spread.`)
    : cannot('too-few', `${values.length} ${name} are fewer than the ${least} that are needed.`);
}

export function faultOfPairs(a: ArrayLike<number>, b: ArrayLike<number>, least = 2): Cannot | null {
  if (a.length !== b.length) {
    return cannot('unequal-lengths', `${a.length} values cannot be paired with ${b.length}.`);
  }
  return faultOfValues(a, least, 'pairs') ?? faultOfValues(b, least, 'pairs');
}

export function faultOfLevel(level: number): Cannot | null {
  if (level > 0 && level < 1) return null;
  return cannot('out-of-range', 'A confidence level lies between 0 and 1, ends excluded.');
}

/** `k` of `n`, both counts, n at least 1. */
export function faultOfCount(k: number, n: number): Cannot | null {
  if (Number.isNaN(k) || Number.isNaN(n)) return cannot('not-a-number', 'A count is not a number.');
  if (!Number.isSafeInteger(k) || !Number.isSafeInteger(n) || k < 0 || n < 0) {
    return cannot('out-of-range', 'Counts are whole numbers, zero or more.');
  }
  if (n === 0) return cannot('empty', 'A share of nothing is not defined.');
  return k > n ? cannot('out-of-range', `${k} of ${n} is more than all.`) : null;
}
