import type { Answer, Cannot } from '#statistics';

/** The answer, or a failure that says why there is none. */
export function given<T extends object>(answer: Answer<T>): Readonly<T> {
  if (answer.ok) return answer;
  throw new Error(`Expected an answer, got ${answer.cannot}: ${answer.reason}`);
}

/** Why there is no answer, or a failure that shows the one that was given. */
export function refused<T extends object>(answer: Answer<T>): Cannot['cannot'] {
  if (!answer.ok) return answer.cannot;
  throw new Error(`Expected a reason, got ${JSON.stringify(answer)}`);
}

/** Beyond this the last digit of a double near 1 is rounding. */
const MOST_DECIMALS = 14;

/** Decimals to which a published number can be compared: those printed; whole numbers are taken as exact. */
export function printedDecimals(published: number): number {
  const [, decimals = ''] = String(published).split('.');
  return decimals.length === 0 ? 9 : Math.min(MOST_DECIMALS, decimals.length);
}
