import type { FactOrigin } from '../../evidence/evidence.ts';

/** A reusable result that was published, or a capstone that was presented; '' where the event says nothing. */
export interface Artefact extends FactOrigin {
  readonly program: string;
  readonly artefact: string;
  /** `capstone` for a capstone */
  readonly kind: string;
  readonly team: string;
  readonly learner: string;
}
