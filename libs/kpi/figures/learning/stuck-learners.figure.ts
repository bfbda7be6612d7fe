import { localDate, secondsBetween, type CalendarDate, type Instant } from '#platform';
import { countsAt } from '../../cohort/identified.ts';
import { type ModuleSignal, signalsOf } from '../../training-completion/module-signal.ts';
import { isCensored, type Progress } from '../../training-completion/completion.ts';
import type { LearningFacts } from './learning-facts.ts';

/** A learner by name: for readers with the scope `people` alone. */
export interface StuckLearner {
  readonly learner: string;
  /** the role's title */
  readonly role: string;
  readonly nextModule: string;
  readonly missing: number;
  readonly lastActivityAt: Instant | null;
  readonly windowEnds: CalendarDate;
}

/**
 * Learners who may miss their last day: still inside their window, and the share of their modules met is behind the
 * share of the window gone. The nearest end first.
 */
export function stuckLearners({ frame, progress, gathered }: LearningFacts): StuckLearner[] {
  const { clocks, program } = frame;
  const titles = new Map(program.roles.map(({ id, title }) => [id, title]));
  return progress
    .filter((own) => isCensored(own, clocks.asOf) && isBehind(own, clocks.asOf))
    .toSorted(
      (a, b) =>
        compare(a.member.windowEnd, b.member.windowEnd) ||
        b.missing.length - a.missing.length ||
        compare(a.member.learner, b.member.learner),
    )
    .map(({ member, missing }) => ({
      learner: member.learner,
      role: member.role === null ? 'Unknown role' : (titles.get(member.role) ?? member.role),
      nextModule: missing[0]?.title ?? '',
      missing: missing.length,
      lastActivityAt: lastSignal(gathered.signals.get(member.learner), clocks.asOf),
      windowEnds: localDate(member.windowEnd, program.program.timeZone),
    }));
}

function isBehind({ member, missing }: Progress, asOf: Instant): boolean {
  if (missing.length === 0) return false;
  const met = (member.required.length - missing.length) / member.required.length;
  const gone =
    secondsBetween(member.windowStart, asOf) / secondsBetween(member.windowStart, member.windowEnd);
  return met < gone;
}

function lastSignal(
  signals: ReadonlyMap<string, readonly ModuleSignal[]> | undefined,
  asOf: Instant,
): Instant | null {
  let last: Instant | null = null;
  for (const signal of signalsOf(signals)) {
    const { occurredAt } = signal;
    if (countsAt(signal, asOf) && (last === null || occurredAt > last)) last = occurredAt;
  }
  return last;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
