import { at } from '../numeric/at.ts';
import { faultOfLevel } from '../numeric/checks.ts';
import { fiellerLimits } from '../numeric/fieller-limits.ts';
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

const FEWEST_UNITS = 5;

/**
 * Bootstrap interval of Σ numerators / Σ denominators over units (pairs, learners), the sum of denominators above zero.
 * No unit of its own: that of the numerators over that of the denominators.
 * Symmetric t: Fieller's interval with the quantile of |t*| in place of Student's, t* that of the residuals b - θa of each
 * resample. It holds its level for few and skewed units, where Student's does not; with all denominators alike it is the
 * symmetric bootstrap-t of a mean. Source: Hwang 1995, Statistica Sinica 5:161 (Fieller's problem resampled); Hall 1988,
 * JRSS B 50:35 (symmetric bootstrap-t). A resample without any spread has no t and counts as undefined; of four units or
 * fewer too many are such. The other methods: see `bootstrap`.
 * Cannot: as `bootstrap`; `too-few` (symmetric t, under five units); `unstable` also where the mean of the denominators may be
 * zero at the level, so that the ratio has no limits; `out-of-range` also when a symmetric t is asked at a level of 0.5 or less.
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

  if (n > 1 && n < FEWEST_UNITS) {
    return cannot('too-few', `A symmetric t interval needs ${FEWEST_UNITS} units, not ${n}.`);
  }
  const shrink = Math.sqrt((n - 1) / n);
  const studentized = ([shift = 0, spread = 0]: Float64Array): number => {
    const about = spread - shift ** 2 / n;
    return about > NO_SPREAD * squares ? (shrink * Math.abs(shift)) / Math.sqrt(about) : Number.NaN;
  };
  // On the sample itself t is zero. The upper limit of an interval at 2·level - 1 is the quantile at the level.
  const reach = bootstrapSums(
    residuals.map((residual) => [residual, residual ** 2]),
    (sums) => studentized(sums),
    { ...options, level: 2 * level - 1 },
  );
  if (!reach.ok) return reach;
  const limits = fiellerLimits(denominators, numerators, reach.interval.high ?? 0);
  if (limits === null) {
    return cannot('unstable', 'What is divided by may be zero on average, so that the ratio has no limits.');
  }
  const { resamples, undefinedResamples } = reach;
  return answer({
    estimate,
    interval: { ...limits, level, method: 'bootstrap-t, symmetric' },
    n,
    resamples,
    undefinedResamples,
  });
}
