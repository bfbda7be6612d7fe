import { hash } from 'node:crypto';
import { planSuppression, type Disclosure, type Moment, type Plan } from '#privacy';

/** Enough for the documents and pages of some programs; a plan is a few keys. */
const KEPT = 64;
const plans = new Map<string, Plan>();

/**
 * The plan of the last of the moments. It follows from the tables alone and costs up to seconds for a year of many small groups,
 * so those made last are kept by what they were made of.
 * @param statistic names the disclosure, whose functions have no content to go by
 */
export function planOf(statistic: string, disclosure: Disclosure, moments: readonly Moment[]): Plan {
  const tables = moments.map(({ cells }) =>
    cells.map(({ rows, members, counts }) => [rows, members, counts]),
  );
  const key = hash('sha256', JSON.stringify([statistic, disclosure.minimum, tables]));
  const plan = plans.get(key) ?? planSuppression(disclosure, moments).at(-1) ?? {};
  plans.delete(key);
  plans.set(key, plan);
  const [oldest] = plans.keys();
  if (plans.size > KEPT && oldest !== undefined) plans.delete(oldest);
  return plan;
}
