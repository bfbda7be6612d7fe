import { ClickHouseRefused, ClickHouseUnanswered, errorCodes } from '#clickhouse';
import { unavailable, type Problem } from '#platform';

const PASSING: ReadonlySet<number> = new Set([
  errorCodes.timeoutExceeded,
  errorCodes.tooManySimultaneousQueries,
  errorCodes.memoryLimitExceeded,
  errorCodes.tooManyParts,
]);

/** A store that does not answer, or has too much to do, is a 503: nothing was acknowledged, and it may be asked again. */
export function storeProblem(thrown: unknown): Problem | null {
  if (thrown instanceof ClickHouseUnanswered)
    return unavailable('The store did not answer. Ask again in a moment.', 2, { cause: thrown });
  if (thrown instanceof ClickHouseRefused && PASSING.has(thrown.code)) {
    return unavailable(`The store has too much to do (${thrown.errorType}). Ask again in a moment.`, 5, {
      cause: thrown,
    });
  }
  return null;
}
