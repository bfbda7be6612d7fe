import { wilson } from '#statistics';
import type { Interval } from '../kpi.schema.ts';

/** Wilson's 95% interval of a share; null for a share of nothing. */
export function shareInterval(k: number, n: number): Interval | null {
  const share = wilson(k, n);
  return share.ok ? share.interval : null;
}
