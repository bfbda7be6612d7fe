import type { FactOrigin } from '#facts';

export type { FactOrigin };

export const evidenceParts = [
  'numerator',
  'denominator',
  'excluded',
  'unmatched',
  'censored',
  'quarantined',
] as const;
export type EvidencePart = (typeof evidenceParts)[number];

/** One event behind a number, and its part in it. */
export interface EvidenceEntry extends FactOrigin {
  readonly part: EvidencePart;
  /** the learner, actor, prompt, incident or use case */
  readonly subject: string;
  readonly reason?: string;
}

export function evidenceOf(
  part: EvidencePart,
  subject: string,
  origin: FactOrigin,
  reason?: string,
): EvidenceEntry {
  const { source, id, occurredAt, recordedAt } = origin;
  return { source, id, occurredAt, recordedAt, part, subject, ...(reason === undefined ? {} : { reason }) };
}

/** What is wrong, of whatever it is wrong: a reason may name its object after a colon. */
export function kindOf({ reason, part }: EvidenceEntry): string {
  return reason === undefined ? part : (reason.split(':')[0] ?? reason);
}

/**
 * Time order; of one moment the first recorded goes first, so that a correction that repeats the time has the last word. Ties
 * by source and id, which no two events share: order never depends on how rows were read.
 */
export function byOccurrence(a: FactOrigin, b: FactOrigin): number {
  return (
    compareText(a.occurredAt, b.occurredAt) ||
    compareText(a.recordedAt, b.recordedAt) ||
    compareText(a.source, b.source) ||
    compareText(a.id, b.id)
  );
}

export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
