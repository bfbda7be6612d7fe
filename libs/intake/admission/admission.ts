import type { IncomingEvent } from '#events';
import type { Principal, ProblemDetail } from '#platform';
import type { VoidTargets } from './void-targets.ts';

/** Why an event may not come in. The pointer is into the event. */
export interface AdmissionFault extends ProblemDetail {
  /** What is stored stands against it, and not the event by itself: 409 when it was sent alone. */
  readonly conflict?: boolean;
}

/** Events that are judged together, against what is stored before any of them. */
export interface Batch {
  readonly principal: Principal;
  readonly events: readonly IncomingEvent[];
  /** What their voids name. */
  readonly targets: VoidTargets;
}

/** @returns the faults of one event of the batch, none when it may come in. */
export type Judge = (event: IncomingEvent) => readonly AdmissionFault[];

/**
 * A question that the schema of one event cannot answer: may this sender say this, does it fit what is known? Asked
 * after validation and before the event is appended; a fault refuses the event, never its neighbours. What it must know
 * of the store is asked once for the batch.
 */
export interface AdmissionCheck {
  /** The event types it looks at. */
  readonly types: ReadonlySet<string>;
  prepare(batch: Batch): Promise<Judge> | Judge;
}

/** Injection token of the list of {@link AdmissionCheck}s. */
export const ADMISSION_CHECKS = Symbol('AdmissionChecks');
