import { faultOfCount } from '../numeric/checks.ts';
import { sumBy } from '../numeric/sum.ts';
import { answer, cannot, type Answer } from '../result.ts';

export interface Passes {
  readonly passed: number;
  readonly runs: number;
}

export interface PassHatK {
  readonly estimate: number;
  /** Prompts with k runs or more. */
  readonly n: number;
  /** Prompts with fewer than k runs, left out. */
  readonly tooFewRuns: number;
}

/**
 * pass^k: the chance that k runs of a prompt all pass, without bias: the mean over prompts of C(passed, k) / C(runs, k).
 * Source: Yao et al. 2024, τ-bench, arXiv:2406.12045, section 3. No unit. Assumes exchangeable runs of each prompt.
 * Cannot: `empty`, `too-few` (no prompt has k runs), `out-of-range` (k not a whole number from 1; passed above runs), `not-a-number`.
 */
export function passHatK(prompts: readonly Passes[], k: number): Answer<PassHatK> {
  if (prompts.length === 0) return cannot('empty', 'There are no prompts.');
  if (Number.isNaN(k)) return cannot('not-a-number', 'k is not a number.');
  if (!Number.isSafeInteger(k) || k < 1) return cannot('out-of-range', 'k is a whole number from 1.');
  for (const { passed, runs } of prompts) {
    const fault = runs === 0 && passed === 0 ? null : faultOfCount(passed, runs);
    if (fault?.cannot === 'empty') return cannot('out-of-range', `${passed} of no runs passed.`);
    if (fault) return fault;
  }
  const enough = prompts.filter(({ runs }) => runs >= k);
  if (enough.length === 0) return cannot('too-few', `No prompt was run ${k} times.`);
  const estimate = sumBy(enough, (prompt) => chance(prompt, k)) / enough.length;
  return answer({ estimate, n: enough.length, tooFewRuns: prompts.length - enough.length });
}

/** C(passed, k) / C(runs, k) as a product, so that large counts do not overflow. */
function chance({ passed, runs }: Passes, k: number): number {
  let product = 1;
  for (let i = 0; i < k && product > 0; i += 1) product *= Math.max(0, passed - i) / (runs - i);
  return product;
}
