import type { Answer, Estimate } from '#statistics';
import type { Details } from '../kpi.schema.ts';

/** An estimate as `details` hold it: the value with its interval, or why there is none. */
export function estimateDetail(result: Answer<Estimate>): Details {
  if (!result.ok) return { value: null, reason: result.reason };
  return { value: result.estimate, interval: { ...result.interval }, n: result.n };
}
