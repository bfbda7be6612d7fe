import { Problem } from '#platform';
import { ifMatchHolds, ifNoneMatchHolds, type Preconditions } from '#platform/http';

/** @throws Problem 412 when the version in force, null for none, is not what the request asks for */
export function expectPreconditions(
  preconditions: Preconditions,
  current: string | null,
  program: string,
): void {
  const named = `The program ${JSON.stringify(program)}`;
  if (!ifMatchHolds(preconditions, current))
    throw failed(
      current === null
        ? `${named} is not defined yet; leave If-Match out to define it.`
        : `${named} in force has the ETag "${current}"; read it and apply the change to that.`,
    );
  if (!ifNoneMatchHolds(preconditions, current))
    throw failed(`${named} is defined, with the ETag "${current}"; leave If-None-Match out to change it.`);
}

function failed(detail: string): Problem {
  return new Problem({ status: 412, type: 'precondition-failed', title: 'Precondition failed', detail });
}
