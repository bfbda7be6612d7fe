import { hash } from 'node:crypto';
import { planOnThread, type Disclosure, type Moment, type Plan } from '#privacy';

/** Enough for the documents and pages of some programs; a plan is a few keys. */
const KEPT = 64;
const plans = new Map<string, Promise<Plan>>();

/**
 * The plan of the last of the moments. It follows from the tables alone and costs up to seconds for a year of many small groups,
 * so those made last are kept by what they were made of.
 * @param statistic names the disclosure, whose functions have no content to go by
 */
export function planOf(statistic: string, disclosure: Disclosure, moments: readonly Moment[]): Promise<Plan> {
  const tables = moments.map(({ cells }) =>
    cells.map(({ rows, members, counts }) => [rows, members, counts]),
  );
  const key = hash('sha256', JSON.stringify([statistic, disclosure.minimum, tables]));
  const plan = plans.get(key) ?? made(key, disclosure, moments);
  plans.delete(key);
  plans.set(key, plan);
  const [oldest] = plans.keys();
  if (plans.size > KEPT && oldest !== undefined) plans.delete(oldest);
  return plan;
}

/** A plan that could not be made is not kept. */
async function made(key: string, disclosure: Disclosure, moments: readonly Moment[]): Promise<Plan> {
  try {
    return (await planOnThread(disclosure, moments)).at(-1) ?? {};
  } catch (error) {
    plans.delete(key);
    throw error;
  }
}
