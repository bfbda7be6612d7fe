import type { FactOrigin } from '../evidence/evidence.ts';

/** A control plan was documented for a version of a use case. */
export interface ControlPlanFact extends FactOrigin {
  readonly useCase: string;
  readonly version: string;
}
