import { hash } from 'node:crypto';
import { planOnThread, type Disclosure, type Moment, type Plan } from '#privacy';

/** Enough for the documents, pages and measures of some programs; a plan is a few keys. */
const KEPT = 512;
const plans = new Map<string, Promise<readonly Plan[]>>();

/**
 * The plan of each of the moments. It follows from the tables alone and costs up to seconds for a year of many small groups,
 * so those made last are kept by what they were made of.
 * @param statistic names the disclosure, whose functions have no content to go by
 */
export function plansOf(
  statistic: string,
  disclosure: Disclosure,
  moments: readonly Moment[],
): Promise<readonly Plan[]> {
  const tables = moments.map(({ cells, always = {} }) => [
    cells.map(({ rows, members, counts }) => [rows, members, counts]),
    Object.entries(always).map(([dimension, keys]) => [dimension, ...[...keys].sort()]),
  ]);
  const key = hash('sha256', JSON.stringify([statistic, disclosure.minimum, tables]));
  const plan = plans.get(key) ?? made(key, disclosure, moments);
  plans.delete(key);
  plans.set(key, plan);
  const [oldest] = plans.keys();
  if (plans.size > KEPT && oldest !== undefined) plans.delete(oldest);
  return plan;
}

/** A plan that could not be made is not kept. */
async function made(
  key: string,
  disclosure: Disclosure,
  moments: readonly Moment[],
): Promise<readonly Plan[]> {
  try {
    return await planOnThread(disclosure, moments);
  } catch (error) {
    plans.delete(key);
    throw error;
  }
}
