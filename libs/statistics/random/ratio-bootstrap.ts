import { at } from '../numeric/at.ts';
import { faultOfLevel } from '../numeric/checks.ts';
import { sum } from '../numeric/sum.ts';
import { answer, cannot, type Answer } from '../result.ts';
import type { BootstrapEstimate, BootstrapOptions } from './bootstrap.ts';
import { bootstrapSums } from './bootstrap-sums.ts';

export interface RatioOptions extends Omit<BootstrapOptions, 'method'> {
  /** Percentile unless told; symmetric t holds its level best for few or skewed units. */
  readonly method?: BootstrapOptions['method'] | 'symmetric t';
}

/** Residual squares below this share of the squares themselves are rounding. */
const ROUNDING = 1e-20;
/** A resample whose residuals are this small beside those of the sample has no spread to speak of. */
const NO_SPREAD = 1e-12;

/**
 * Bootstrap interval of Σ numerators / Σ denominators over units (pairs, learners), the sum of denominators above zero.
 * No unit of its own: that of the numerators over that of the denominators.
 * Symmetric t: estimate ± c SE, SE by linearisation, √(Σ(b - θa)² / (n (n - 1))) / mean(a), and c the quantile of |θ* - θ| / SE*
 * over the resamples. Source: Hall 1988, JRSS B 50:35 (symmetric bootstrap-t); Efron & Tibshirani 1993, 12.5; Cochran 1977,
 * Sampling Techniques, 2.11 (the standard error). A resample without any spread has no t and counts as undefined, so that four
 * units or fewer give `unstable`. The other methods: see `bootstrap`.
 * Cannot: as `bootstrap`; `out-of-range` also when a symmetric t is asked at a level of 0.5 or less.
 */
export function ratioBootstrap(
  denominators: readonly number[],
  numerators: readonly number[],
  options: RatioOptions,
): Answer<BootstrapEstimate> {
  const { method, ...rest } = options;
  if (method === 'symmetric t') return symmetricT(denominators, numerators, rest);
  return bootstrapSums(
    denominators.map((value, i) => [value, at(numerators, i)]),
    ([below = 0, above = 0]) => (below > 0 ? above / below : Number.NaN),
    method === undefined ? rest : { ...rest, method },
  );
}

function symmetricT(
  denominators: readonly number[],
  numerators: readonly number[],
  options: Omit<RatioOptions, 'method'>,
): Answer<BootstrapEstimate> {
  const { level = 0.95 } = options;
  const fault = faultOfLevel(level);
  if (fault) return fault;
  if (level <= 0.5) return cannot('out-of-range', 'A symmetric t interval needs a level above 0.5.');
  const n = denominators.length;
  const estimate = sum(numerators) / sum(denominators);
  const residuals = numerators.map((value, i) => value - estimate * at(denominators, i));
  const squares = sum(residuals.map((residual) => residual ** 2));
  const whole = sum(numerators.map((value, i) => value ** 2 + (estimate * at(denominators, i)) ** 2));
  if (n > 1 && squares <= ROUNDING * whole) return cannot('no-variation', 'Every unit has the same ratio.');

  const units = residuals.map((residual, i) => {
    const below = at(denominators, i);
    return [below, residual, residual ** 2, residual * below, below ** 2];
  });
  const distance = (sums: Float64Array): number => {
    const [below = 0, above = 0, aboveSquares = 0, products = 0, belowSquares = 0] = sums;
    const shift = above / below;
    const spread = aboveSquares - 2 * shift * products + shift ** 2 * belowSquares;
    if (below <= 0 || spread <= NO_SPREAD * squares) return Number.NaN;
    return (Math.abs(above) * Math.sqrt((n - 1) / n)) / Math.sqrt(spread);
  };
  // The upper limit of its interval at 2·level - 1 is its quantile at the level.
  const studentized = bootstrapSums(units, distance, { ...options, level: 2 * level - 1 });
  if (!studentized.ok) return studentized;
  const standardError = (Math.sqrt(squares / (n * (n - 1))) * n) / sum(denominators);
  const reach = (studentized.interval.high ?? 0) * standardError;
  const { resamples, undefinedResamples } = studentized;
  return answer({
    estimate,
    interval: { low: estimate - reach, high: estimate + reach, level, method: 'bootstrap-t, symmetric' },
    n,
    resamples,
    undefinedResamples,
  });
}
