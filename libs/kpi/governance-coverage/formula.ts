import { occurredBy } from '#facts';
import { secondsBetween, type Instant } from '#platform';
import { shareInterval } from '../estimates/share-interval.ts';
import { evidenceOf, type FactOrigin } from '../evidence/evidence.ts';
import { tally, type Figure, type Span } from '../figure.ts';
import type { Details, Target } from '../kpi.schema.ts';
import { thresholdStatus } from '../status/threshold-status.ts';
import { contradictionsIn } from './contradictions.ts';
import { approvalAt, dueOf } from './coverage.ts';
import { exceptionsAt } from './exceptions.ts';
import { registerOf, useCaseOf, type GovernanceFact, type UseCase, type UseCaseFact } from './use-case.ts';

export interface GovernanceFacts {
  readonly useCases: readonly UseCaseFact[];
  readonly governance: readonly GovernanceFact[];
}

export interface GovernanceSettings {
  readonly tiers: readonly string[];
  readonly highRisk: readonly string[];
  /** ISO 8601; null: an approval without a date does not expire */
  readonly reviewValidity: string | null;
  readonly period: Span;
  readonly target: Target | null;
  /** how many overdue cases the target allows */
  readonly overdueAllowed: number;
  readonly minimumN: number;
}

/** Governance coverage from what had occurred by `asOf`: stock at `asOf`, flow of the period, what is uncovered or overdue. */
export function governanceCoverageFigure(
  facts: GovernanceFacts,
  settings: GovernanceSettings,
  asOf: Instant,
): Figure {
  const useCases = occurredBy(facts.useCases, asOf);
  const governance = occurredBy(facts.governance, asOf);
  const register = registerOf(useCases, governance);
  const inUse = register.filter((useCase) => useCase.firstUse !== null && !useCase.retired);
  const highRisk = inUse.filter((useCase) => settings.highRisk.includes(useCase.tier));
  const unknownTier = inUse.filter((useCase) => !settings.tiers.includes(useCase.tier));

  const uncovered = [];
  const approved: { readonly id: string; readonly approval: FactOrigin }[] = [];
  let overdue = 0;
  for (const useCase of highRisk) {
    const approval = approvalAt(useCase.decisions, useCase.version, asOf, settings.reviewValidity);
    if (approval !== null) {
      approved.push({ id: useCase.id, approval });
      continue;
    }
    const due = dueOf(useCase);
    const late = due !== null && due < asOf;
    if (late) overdue += 1;
    uncovered.push({ ...uncoveredCase(useCase, asOf), due, overdue: late });
  }
  const quarantined = contradictionsIn(governance);
  const covered = approved.length;
  const n = highRisk.length;
  const value = n === 0 ? null : covered / n;
  const interval = shareInterval(covered, n);
  const closed = asOf >= settings.period.end;
  return {
    period: { ...settings.period, closed },
    value,
    numerator: covered,
    denominator: n,
    n,
    interval,
    target: settings.target,
    baseline: null,
    excluded: tally(unknownTier.map(() => UNKNOWN_TIER)),
    unmatched: 0,
    censored: 0,
    verdict: thresholdStatus({
      value,
      interval,
      target: settings.target,
      closed,
      census: true,
      obstacles: obstaclesOf(n, settings.minimumN),
      unmet: overdue > settings.overdueAllowed ? [overdueReason(overdue, settings.overdueAllowed)] : [],
    }),
    details: {
      flow: flowOf(register, useCases, settings),
      overdue,
      uncovered,
      exceptions: exceptionsAt(governance, asOf),
      unknownTier: unknownTier.length,
      retired: register.filter((useCase) => useCase.retired).length,
      quarantined: tally(quarantined.flatMap(({ reason }) => reason ?? [])),
      notYetUsed: register.filter((useCase) => useCase.firstUse === null && !useCase.retired).length,
    },
    evidence: () => [
      ...highRisk.flatMap(({ id, firstUse }) => (firstUse ? [evidenceOf('denominator', id, firstUse)] : [])),
      ...approved.map(({ id, approval }) => evidenceOf('numerator', id, approval)),
      ...unknownTier.flatMap(({ id, firstUse }) =>
        firstUse ? [evidenceOf('excluded', id, firstUse, UNKNOWN_TIER)] : [],
      ),
      ...quarantined,
    ],
  };
}

const UNKNOWN_TIER = 'unknown-tier';

function obstaclesOf(n: number, minimum: number): string[] {
  if (n === 0) return ['No high-risk use case is in use.'];
  if (n < minimum) return [`Only ${n} high-risk use cases are in use; at least ${minimum} are needed.`];
  return [];
}

function overdueReason(overdue: number, allowed: number): string {
  const cases = overdue === 1 ? '1 use case is' : `${overdue} use cases are`;
  return `${cases} past due without a valid review; the target allows ${allowed}.`;
}

function uncoveredCase(useCase: UseCase, asOf: Instant) {
  const firstUsedAt = useCase.firstUse?.occurredAt ?? asOf;
  return {
    useCase: useCase.id,
    title: useCase.title,
    owner: useCase.owner,
    version: useCase.version,
    firstUsedAt,
    days: secondsBetween(firstUsedAt, asOf) / 86_400,
  };
}

function flowOf(
  register: readonly UseCase[],
  history: readonly UseCaseFact[],
  settings: GovernanceSettings,
): Details {
  const started = firstUses(register, history, settings);
  const denominator = started.length;
  const numerator = started.filter(({ inTime }) => inTime).length;
  return {
    value: denominator === 0 ? null : numerator / denominator,
    numerator,
    denominator,
    interval: shareInterval(numerator, denominator),
  };
}

/** A high-risk case first used in the period. */
export interface FirstUse {
  readonly useCase: UseCase;
  readonly at: Instant;
  /** the version of that moment was approved by then */
  readonly inTime: boolean;
}

/** The high-risk cases first used in the period, by the tier and version of that moment. */
export function firstUses(
  register: readonly UseCase[],
  history: readonly UseCaseFact[],
  settings: Pick<GovernanceSettings, 'period' | 'highRisk' | 'reviewValidity'>,
): FirstUse[] {
  const { period, highRisk, reviewValidity } = settings;
  const byCase = Map.groupBy(history, (fact) => fact.useCase);
  const started: FirstUse[] = [];
  for (const useCase of register) {
    const own = byCase.get(useCase.id) ?? [];
    const firstUse = firstUseOf(own);
    if (firstUse === null || firstUse < period.start || firstUse > period.end) continue;
    const then = useCaseOf(
      useCase.id,
      own.filter((fact) => fact.occurredAt <= firstUse),
      [],
    );
    if (!highRisk.includes(then.tier)) continue;
    const approval = approvalAt(useCase.decisions, then.version, firstUse, reviewValidity);
    started.push({ useCase, at: firstUse, inTime: approval !== null });
  }
  return started;
}

function firstUseOf(history: readonly UseCaseFact[]): Instant | null {
  let first: Instant | null = null;
  for (const fact of history) {
    if (fact.kind === 'first-used' && (first === null || fact.occurredAt < first)) first = fact.occurredAt;
  }
  return first;
}
