import { ClickHouseError } from '@clickhouse/client';

/** No answer came: a refused or reset connection, a timeout, a broken answer. Whether it was done is unknown. */
export class ClickHouseUnanswered extends Error {
  constructor(work: string, options?: ErrorOptions) {
    super(`ClickHouse did not answer: ${work}.`, options);
    this.name = 'ClickHouseUnanswered';
  }
}

/** ClickHouse answered with an exception. Of an insert of one block nothing was stored. */
export class ClickHouseRefused extends Error {
  /** As in ClickHouse's `ErrorCodes`, see {@link errorCodes}. */
  readonly code: number;
  /** The code's name: `TOO_MANY_PARTS`. */
  readonly errorType: string;

  constructor(work: string, cause: ClickHouseError) {
    super(`ClickHouse refused ${work}: ${cause.message} (${cause.type ?? cause.code})`, { cause });
    this.name = 'ClickHouseRefused';
    this.code = Number(cause.code);
    this.errorType = cause.type ?? '';
  }
}

/** The codes that callers act on. */
export const errorCodes = {
  timeoutExceeded: 159,
  tooManySimultaneousQueries: 202,
  memoryLimitExceeded: 241,
  tooManyParts: 252,
  queryWasCancelled: 394,
  accessDenied: 497,
} as const;

/** A row does not have the shape that its query declares: the query and its row schema disagree. */
export class UnexpectedRow extends Error {
  constructor(query: string, options?: ErrorOptions) {
    super(`Query ${query} returned a row of another shape than it declares.`, options);
    this.name = 'UnexpectedRow';
  }
}

export function asClickHouseFailure(work: string, error: unknown): Error {
  if (error instanceof ClickHouseRefused || error instanceof ClickHouseUnanswered) return error;
  if (error instanceof ClickHouseError) return new ClickHouseRefused(work, error);
  return new ClickHouseUnanswered(work, { cause: error });
}

/** Whether the other side closed or reset the connection before it answered. */
export function isBrokenConnection(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return error.code === 'ECONNRESET' || error.code === 'EPIPE';
}
