import type { FactOrigin } from '../../evidence/evidence.ts';
import type { WorkMoment } from './moment.ts';

export const outputCriteria = ['accuracy', 'completeness', 'policyCompliance', 'clarity', 'rework'] as const;
export type OutputCriterion = (typeof outputCriteria)[number];

/** One reviewer's scores (1 to 5, 5 is best) of a sample of work; '' where the event says nothing. */
export interface OutputReview extends FactOrigin {
  readonly program: string;
  readonly sample: string;
  readonly moment: WorkMoment;
  readonly reviewer: string;
  readonly rubricVersion: string;
  readonly team: string;
  readonly scores: Readonly<Record<OutputCriterion, number>>;
}
