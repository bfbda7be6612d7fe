import type { FactOrigin } from '../evidence/evidence.ts';

/** A control plan was documented for a version of a use case; '' where the event says nothing. */
export interface ControlPlanFact extends FactOrigin {
  readonly useCase: string;
  readonly version: string;
}
