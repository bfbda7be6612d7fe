import type { Instant } from '#platform';
import type { Clocks } from '../calendar.ts';
import { plusMinutes } from '../calendar.ts';
import type { Decision, Ledger, UseCase } from '../ledger/ledger.ts';
import { highRisk, periods, reviewValidityDays, targets, tiers } from '../plan.ts';
import type { KpiTruth, Status } from './row.ts';

/** High-risk cases in use with an approved review of the current version that is valid, of all of them. */
export function governanceCoverageTruth(ledger: Ledger, { asOf }: Clocks): KpiTruth {
  const inUse = ledger.useCases.filter(
    ({ firstUsed, retired }) => firstUsed !== null && firstUsed.at <= asOf && retired === null,
  );
  const high = inUse.filter((useCase) => tierAt(useCase, asOf) === highRisk);
  const covered = high.filter((useCase) => isCovered(useCase, asOf));
  const overdue = high.filter((useCase) => !covered.includes(useCase) && isOverdue(useCase, asOf));
  const unknownTier = inUse.filter((useCase) => !isTier(tierAt(useCase, asOf))).length;
  const value = high.length === 0 ? null : covered.length / high.length;
  return {
    value,
    numerator: covered.length,
    denominator: high.length,
    n: high.length,
    excluded: unknownTier === 0 ? {} : { 'unknown-tier': unknownTier },
    unmatched: 0,
    censored: 0,
    status: statusOf(value, overdue.length, asOf),
    baseline: null,
    byRole: null,
    details: {
      ...flow(ledger.useCases),
      overdue: overdue.length,
      uncovered: high.length - covered.length,
      unknownTier,
      openExceptions: ledger.useCases
        .flatMap((useCase) => useCase.exceptions)
        .filter((exception) => exception.closed === null && exception.granted.expires > asOf).length,
    },
  };
}

const isTier = (name: string) => tiers.some((tier) => tier === name);

const latest = <T extends { readonly at: Instant }>(list: readonly T[], until: Instant): T | undefined =>
  list
    .filter((one) => one.at <= until)
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .at(-1);

const tierAt = (useCase: UseCase, at: Instant) =>
  latest(useCase.retiers, at)?.tier ?? useCase.registered.tier;

const versionAt = (useCase: UseCase, at: Instant) =>
  latest(useCase.changes, at)?.version ?? useCase.registered.version;

function isCovered(useCase: UseCase, asOf: Instant): boolean {
  const version = versionAt(useCase, asOf);
  return useCase.decisions.some(
    (one) => one.decision === 'approved' && one.version === version && validUntil(one) > asOf,
  );
}

function validUntil(decision: Decision): Instant {
  return decision.validUntil ?? plusMinutes(decision.at, reviewValidityDays * 1440);
}

function isOverdue(useCase: UseCase, asOf: Instant): boolean {
  const due = latest(useCase.requests, asOf)?.due ?? useCase.firstUsed?.at;
  return due !== undefined && due < asOf;
}

/** High-risk cases first used in the period, and those of them approved no later than that. */
function flow(useCases: readonly UseCase[]): { flowNumerator: number; flowDenominator: number } {
  const started = useCases.filter(({ firstUsed }) => {
    if (firstUsed === null) return false;
    return firstUsed.at >= periods.governance.from && firstUsed.at <= periods.governance.to;
  });
  const high = started.filter(
    (useCase) => useCase.firstUsed !== null && tierAt(useCase, useCase.firstUsed.at) === highRisk,
  );
  const approved = high.filter(({ firstUsed, decisions }) =>
    decisions.some((one) => one.decision === 'approved' && firstUsed !== null && one.at <= firstUsed.at),
  );
  return { flowNumerator: approved.length, flowDenominator: high.length };
}

/** A closed period is a count, not an estimate; an open one is left to the interval, unless the target is far off. */
function statusOf(value: number | null, overdue: number, asOf: Instant): Status | null {
  if (value === null) return 'cannot-say';
  if (asOf < periods.governance.to) return null;
  return value >= targets.governanceCoverage && overdue === 0 ? 'met' : 'missed';
}
