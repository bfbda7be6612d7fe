import type { FactOrigin } from '../../evidence/evidence.ts';

export interface LabCriterion {
  readonly criterion: string;
  readonly points: number;
  readonly max: number;
}

/** A lab that was marked by rubric; '' where the event says nothing. */
export interface LabScore extends FactOrigin {
  readonly learner: string;
  readonly lab: string;
  readonly rubricVersion: string;
  /** what each criterion of the rubric got, of the most it can give; at least one */
  readonly criteria: readonly LabCriterion[];
  /** the reusable artefact that came of it */
  readonly artefact: string;
}
