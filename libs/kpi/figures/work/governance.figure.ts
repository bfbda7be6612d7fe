import { secondsBetween, type Instant } from '#platform';
import { byOccurrence, compareText } from '../../evidence/evidence.ts';
import type { Frame } from '../../frame/frame.ts';
import { approvalAt, dueOf, validUntil } from '../../governance-coverage/coverage.ts';
import { exceptionsAt } from '../../governance-coverage/exceptions.ts';
import { firstUses } from '../../governance-coverage/formula.ts';
import type { GovernanceRow } from '../../governance-coverage/governance.query.ts';
import {
  governanceOfCases,
  governanceSettingsOf,
  useCaseHistories,
} from '../../governance-coverage/loader.ts';
import { registerOf, type UseCase } from '../../governance-coverage/use-case.ts';
import type { UseCaseRow } from '../../governance-coverage/use-cases.query.ts';
import { uncoveredSince } from './uncovered-since.ts';

export interface UncoveredCase {
  readonly useCase: string;
  readonly title: string | null;
  readonly owner: string;
  readonly firstUsedAt: Instant;
  readonly daysInUse: number;
  /** in use without a valid review: fewer than in use when one has run out */
  readonly daysUncovered: number;
  readonly dueAt: Instant | null;
  readonly overdue: boolean;
}

export interface GovernanceFigures {
  readonly stock: { readonly covered: number; readonly uncovered: number; readonly overdue: number };
  readonly flow: { readonly inTime: number; readonly late: number; readonly never: number };
  readonly unknownTier: number;
  /** the longest in use first */
  readonly uncovered: readonly UncoveredCase[];
  readonly exceptions: readonly {
    readonly exception: string;
    readonly useCase: string;
    readonly approver: string;
    readonly reason: string;
    readonly expiresAt: Instant;
    readonly ageDays: number;
  }[];
  /** the valid reviews of high-risk cases in use that have an end, the soonest first */
  readonly expiry: readonly {
    readonly useCase: string;
    readonly title: string | null;
    readonly owner: string;
    readonly validUntil: Instant;
  }[];
  /** in the period, the latest first */
  readonly tierChanges: readonly {
    readonly useCase: string;
    readonly from: string | null;
    readonly to: string;
    readonly at: Instant;
    readonly reason: string | null;
  }[];
}

const DAY_SECONDS = 86_400;

/** The register beside the coverage KPI, from the same cases. */
export function governanceFigures(
  useCases: readonly UseCaseRow[],
  governance: readonly GovernanceRow[],
  frame: Frame,
): GovernanceFigures {
  const { asOf } = frame.clocks;
  const settings = governanceSettingsOf(frame.program);
  const { feed: entries } = useCaseHistories(useCases, frame);
  const reviews = governanceOfCases(governance, entries, frame);
  const register = registerOf(entries, reviews);
  const inUse = register.filter(({ firstUse, retired }) => firstUse !== null && !retired);
  const highRisk = inUse.filter(({ tier }) => settings.highRisk.includes(tier));
  const approvals = highRisk.map((useCase) => ({
    useCase,
    approval: approvalAt(useCase.decisions, useCase.version, asOf, settings.reviewValidity),
  }));
  const uncovered = approvals
    .filter(({ approval }) => approval === null)
    .map(({ useCase }) => {
      const history = entries.filter((entry) => entry.useCase === useCase.id);
      const since = uncoveredSince(useCase, history, settings.reviewValidity, asOf);
      return uncoveredCase(useCase, since, asOf);
    });
  return {
    stock: {
      covered: highRisk.length - uncovered.length,
      uncovered: uncovered.length,
      overdue: uncovered.filter(({ overdue }) => overdue).length,
    },
    flow: flowOf(firstUses(register, entries, settings), asOf),
    unknownTier: inUse.filter(({ tier }) => !settings.tiers.includes(tier)).length,
    uncovered: uncovered.sort(
      (a, b) => compareText(a.firstUsedAt, b.firstUsedAt) || compareText(a.useCase, b.useCase),
    ),
    exceptions: exceptionsAt(reviews, asOf).flatMap(
      ({ exception, useCase, approver, reason, expires, days }) =>
        expires === null
          ? []
          : [{ exception, useCase, approver, reason, expiresAt: expires, ageDays: Math.floor(days) }],
    ),
    expiry: approvals
      .flatMap(({ useCase, approval }) => {
        const until = approval === null ? null : validUntil(approval, settings.reviewValidity);
        return until === null ? [] : [{ ...named(useCase), validUntil: until }];
      })
      .sort((a, b) => compareText(a.validUntil, b.validUntil) || compareText(a.useCase, b.useCase)),
    tierChanges: tierChanges(entries, settings.period),
  };
}

function named({ id, title, owner }: UseCase) {
  return { useCase: id, title: title || null, owner: owner || 'not named' };
}

function uncoveredCase(useCase: UseCase, since: Instant, asOf: Instant): UncoveredCase {
  const firstUsedAt = useCase.firstUse?.occurredAt ?? asOf;
  const dueAt = dueOf(useCase);
  return {
    ...named(useCase),
    firstUsedAt,
    daysInUse: Math.floor(secondsBetween(firstUsedAt, asOf) / DAY_SECONDS),
    daysUncovered: Math.floor(secondsBetween(since, asOf) / DAY_SECONDS),
    dueAt,
    overdue: dueAt !== null && dueAt < asOf,
  };
}

/** Of those not approved by their first use: approved since, or never yet. */
function flowOf(started: ReturnType<typeof firstUses>, asOf: Instant): GovernanceFigures['flow'] {
  const inTime = started.filter((use) => use.inTime).length;
  const late = started.filter(
    (use) =>
      !use.inTime &&
      use.useCase.decisions.some(
        ({ decision, occurredAt }) => decision === 'approved' && occurredAt > use.at && occurredAt <= asOf,
      ),
  ).length;
  return { inTime, late, never: started.length - inTime - late };
}

function tierChanges(
  entries: readonly UseCaseRow[],
  period: { readonly start: Instant; readonly end: Instant },
): GovernanceFigures['tierChanges'] {
  return [...Map.groupBy(entries, ({ useCase }) => useCase)]
    .flatMap(([useCase, history]) => {
      let tier: string | null = null;
      return history.toSorted(byOccurrence).flatMap((fact) => {
        const from = tier;
        tier = fact.tier || tier;
        const inPeriod = fact.occurredAt >= period.start && fact.occurredAt <= period.end;
        return fact.kind === 're-tiered' && inPeriod && fact.tier !== from
          ? [{ useCase, from, to: fact.tier, at: fact.occurredAt, reason: null }]
          : [];
      });
    })
    .sort((a, b) => compareText(b.at, a.at) || compareText(a.useCase, b.useCase));
}
