import type { Clocks } from '../calendar.ts';
import type { Completion, Ledger } from '../ledger/ledger.ts';
import { moduleOf, requiredModules, targets } from '../plan.ts';
import type { Cohort, Member } from './cohort.ts';
import { byRole, cohortOf, tally } from './cohort.ts';
import type { KpiTruth, TruthRow } from './row.ts';

type Completions = ReadonlyMap<string, readonly Completion[]>;

/** Learners who met every module required of their role by their own day 90, of the adjusted cohort. */
export function trainingCompletionTruth(ledger: Ledger, clocks: Clocks): KpiTruth {
  const cohort = cohortOf(ledger, clocks);
  const completions = Map.groupBy(ledger.completions, (one) => one.learner);
  const rows = (part: Cohort) => row(part, completions, clocks);
  const strangers = new Set(ledger.strangers.map(({ identity }) => JSON.stringify(identity)));
  const early = ({ learner }: Member) =>
    (completions.get(learner.id) ?? []).filter(
      (one) => one.at < learner.enrolled.at && !moduleOf(one.module).priorCounts,
    );
  return {
    ...rows(cohort),
    unmatched: strangers.size,
    baseline: null,
    byRole: byRole(cohort, rows),
    details: {
      priorCompletions: cohort.members.flatMap(early).length,
      withdrawn: cohort.members.filter(({ learner }) => learner.withdrawn !== null).length,
    },
  };
}

function row(part: Cohort, completions: Completions, { asOf }: Clocks): TruthRow {
  const n = part.members.length;
  const done = new Set(part.members.filter((member) => isComplete(member, completions)));
  const running = part.members.filter((member) => member.closes > asOf && member.learner.withdrawn === null);
  const value = n === 0 ? null : done.size / n;
  const closed = part.members.every((member) => member.closes <= asOf);
  return {
    value,
    numerator: done.size,
    denominator: n,
    n,
    excluded: tally(part.excluded.map(({ reason }) => reason)),
    unmatched: 0,
    censored: running.filter((member) => !done.has(member)).length,
    // an open window has only an estimate, which this check does not make
    status:
      value === null ? 'cannot-say' : !closed ? null : value >= targets.trainingCompletion ? 'met' : 'missed',
  };
}

function isComplete({ learner, role, closes }: Member, completions: Completions): boolean {
  const own = (completions.get(learner.id) ?? []).filter((one) => one.at <= closes);
  return requiredModules(role).every((module) =>
    own.some((one) => one.module === module.id && (one.at >= learner.enrolled.at || module.priorCounts)),
  );
}
