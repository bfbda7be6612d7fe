import type { IncomingEvent } from '#events';
import type { Principal, ProblemDetail } from '#platform';

/**
 * A question that the schema of one event cannot answer: may this sender say this, does it fit what is known? Asked
 * after validation and before the event is appended; a fault refuses the event, never its neighbours.
 */
export interface AdmissionCheck {
  /** The event types it looks at. */
  readonly types: ReadonlySet<string>;
  /** @returns the faults, none when the event may come in. Pointers are into the event. */
  check(
    principal: Principal,
    event: IncomingEvent,
  ): Promise<readonly ProblemDetail[]> | readonly ProblemDetail[];
}

/** Injection token of the list of {@link AdmissionCheck}s. */
export const ADMISSION_CHECKS = Symbol('AdmissionChecks');
