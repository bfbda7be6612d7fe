import type { Instant } from '#platform';
import type { FactOrigin } from './fact.ts';
import { cutKey } from './occurred.ts';

interface Answer {
  readonly shelf: number;
  /** how many of the facts that were known had been voided */
  readonly voided: number;
}

const numbers = new WeakMap<object, number>();
let numbered = 0;
const answers = new WeakMap<readonly FactOrigin[], Answer>();

/** Notes which shelf an answer comes from. */
export function noteAnswer(facts: readonly FactOrigin[], shelf: object, voided: number): void {
  answers.set(facts, { shelf: numberOf(shelf), voided });
}

/**
 * Equal for two answers of a shelf as of one moment only if the same facts had occurred: what is known, and what of it is voided, only
 * grows, so that their counts tell them apart. Facts of no shelf are like none but themselves.
 *
 * Only for queries whose facts come in the order they were recorded: not for identities, which are read when their actor is first seen.
 */
export function markAt(facts: readonly FactOrigin[], asOf: Instant): string {
  const { shelf, voided } = answers.get(facts) ?? { shelf: numberOf(facts), voided: 0 };
  return `${shelf}-${cutKey(asOf, facts)}-${voided}`;
}

function numberOf(one: object): number {
  const known = numbers.get(one);
  if (known !== undefined) return known;
  numbered += 1;
  numbers.set(one, numbered);
  return numbered;
}
