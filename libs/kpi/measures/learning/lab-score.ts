import type { FactOrigin } from '../../evidence/evidence.ts';

/** A lab that was marked by rubric; '' where the event says nothing. */
export interface LabScore extends FactOrigin {
  readonly learner: string;
  readonly lab: string;
  readonly rubricVersion: string;
  /** marks by criterion, 1 to 5 */
  readonly criteria: Readonly<Record<string, number>>;
  /** the reusable artefact that came of it */
  readonly artefact: string;
}
