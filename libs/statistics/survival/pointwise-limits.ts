/**
 * On which scale the interval of a survival probability is symmetric. `log-log` keeps it within 0 and 1 and holds its level
 * best for few cases; `log` is the default of R's survfit; `plain` is Greenwood's own.
 */
export type SurvivalScale = 'log-log' | 'log' | 'plain';

export interface Limits {
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * Pointwise limits of S. `sum` is Greenwood's Σ d / (n (n - d)), so that √sum is the standard error of log S.
 * Source: Kalbfleisch & Prentice 2002, 1.4.1 (log-log); Link 1984, Biometrics 40:601 (log); Greenwood 1926 (plain).
 * At S = 0 the standard error does not exist: both are `null`.
 */
export function pointwiseLimits(survival: number, sum: number, z: number, scale: SurvivalScale): Limits {
  if (survival === 1) return { low: 1, high: 1 };
  if (survival === 0) return { low: null, high: null };
  const reach = z * Math.sqrt(sum);
  switch (scale) {
    case 'plain':
      return { low: Math.max(0, survival * (1 - reach)), high: Math.min(1, survival * (1 + reach)) };
    case 'log':
      return { low: survival * Math.exp(-reach), high: Math.min(1, survival * Math.exp(reach)) };
    case 'log-log': {
      const shift = reach / -Math.log(survival);
      return { low: survival ** Math.exp(shift), high: survival ** Math.exp(-shift) };
    }
  }
}
