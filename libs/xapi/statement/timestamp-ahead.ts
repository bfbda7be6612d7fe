import { latestOccurrence } from '#events';
import { badRequest, type Instant, jsonPointer } from '#platform';
import type { PreparedStatement } from './normal-form.ts';
import { clauseOf, RULES, type RuleSet } from './rules.ts';

/**
 * 400 when a statement says that it happened more than 24 hours ahead of the server. A sender must not use a future time
 * (xAPI 1.0.3 Data 2.4.7), and an LRS does not refuse one within an acceptable margin of error (IEEE 9274.1.1 4.2.4.1,
 * which leaves the margin open). A day is what a clock in a wrong zone is off by, and what CloudEvents are allowed; a
 * wrong year would count in no number until then, and could not be corrected under its id. A SubStatement tells what is
 * intended, so its timestamp is bounded by the years the log can hold alone.
 * @param inArray whether the body was an array: the pointers begin with an index then.
 */
export function requireNotAhead(
  statements: readonly PreparedStatement[],
  { now, rules, inArray }: { readonly now: Instant; readonly rules: RuleSet; readonly inArray: boolean },
): void {
  const latest = latestOccurrence(now);
  const errors = statements.flatMap(({ timestamp }, index) =>
    timestamp !== null && timestamp > latest
      ? [
          {
            pointer: jsonPointer(inArray ? [index, 'timestamp'] : ['timestamp']),
            rule: 'timestamp-ahead',
            reason: `${RULES['timestamp-ahead'].says} The server's time is ${now}.`,
            clause: clauseOf('timestamp-ahead', rules),
          },
        ]
      : [],
  );
  const [first] = errors;
  if (!first) return;
  throw badRequest(
    `A statement breaks the standard at "${first.pointer}": ${first.reason}`,
    errors,
    'invalid-statement',
  );
}
