import { addDuration, type Instant } from '#platform';
import type { LogEntry } from './log.ts';
import type { Program } from './program.ts';
import type { Governance } from './use-cases.ts';

/** The approval of a version that is valid at a moment; the last decision on the version stands. */
export function approvalAt(
  program: Program,
  { decisions }: Governance,
  useCase: string,
  version: string | undefined,
  at: Instant,
): LogEntry | undefined {
  const last = decisions.findLast(
    ({ entry, data }) =>
      data.useCase === useCase &&
      data.version === version &&
      entry.occurredAt <= at &&
      // what ended before it was decided is quarantined, and ends no approval either
      !(data.decision === 'approved' && data.validUntil && data.validUntil < entry.occurredAt),
  );
  if (last?.data.decision !== 'approved') return undefined;
  const { reviewValidity } = program.governance;
  const general = reviewValidity === undefined ? null : addDuration(last.entry.occurredAt, reviewValidity);
  const until = last.data.validUntil ?? general;
  return until === null || at <= until ? last.entry : undefined;
}
