import type { FactOrigin } from '../../evidence/evidence.ts';

/** Something said through the feedback channel, or a score of the trust pulse; '' and null where the event says nothing. */
export interface FeedbackEntry extends FactOrigin {
  readonly program: string;
  readonly feedback: string;
  readonly kind: string;
  readonly team: string;
  readonly learner: string;
  /** 1 to 5 */
  readonly score: number | null;
}

export interface FeedbackAnswer extends FactOrigin {
  readonly feedback: string;
}

/** Either, as the facts have them. */
export interface FeedbackFact extends FeedbackEntry {
  readonly action: 'submitted' | 'answered';
}

/** The kind of a trust pulse: a score and no question, so nobody answers it. */
export const TRUST_PULSE = 'trust-pulse';
