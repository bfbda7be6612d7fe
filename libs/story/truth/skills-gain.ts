import type { Clocks } from '../calendar.ts';
import type { Completion, Ledger, Score } from '../ledger/ledger.ts';
import { forms, minimums, targets } from '../plan.ts';
import type { Cohort, Member } from './cohort.ts';
import { byRole, cohortOf, tally } from './cohort.ts';
import type { KpiTruth, Status, TruthRow } from './row.ts';

interface Pair {
  readonly pre: number;
  readonly post: number;
}

interface Learning {
  readonly completions: ReadonlyMap<string, readonly Completion[]>;
  readonly scores: ReadonlyMap<string, readonly Score[]>;
}

/** mean(post) / mean(pre) - 1 over the learners with a usable mark before and after. */
export function skillsGainTruth(ledger: Ledger, clocks: Clocks): KpiTruth {
  const cohort = cohortOf(ledger, clocks);
  const learning: Learning = {
    completions: Map.groupBy(ledger.completions, (one) => one.learner),
    scores: Map.groupBy(ledger.scores, (one) => one.learner),
  };
  const rows = (part: Cohort) => row(part, learning);
  return {
    ...rows(cohort),
    baseline: null,
    byRole: byRole(cohort, rows),
    details: {},
  };
}

function row(part: Cohort, learning: Learning): TruthRow {
  const marked = part.members.filter(({ learner }) => learning.scores.has(learner.id));
  const pairs = marked.flatMap((member) => pairOf(member, learning) ?? []);
  const pre = mean(pairs.map((pair) => pair.pre));
  const post = mean(pairs.map((pair) => pair.post));
  return {
    value: pairs.length === 0 ? null : post / pre - 1,
    numerator: pairs.length === 0 ? null : post,
    denominator: pairs.length === 0 ? null : pre,
    n: pairs.length,
    excluded: tally(part.excluded.map(({ reason }) => reason)),
    unmatched: marked.length - pairs.length,
    censored: 0,
    status: statusOf(pairs, marked.length, part.members.length),
  };
}

/** First mark before the first module, first mark after inside the own window, on equivalent forms. */
function pairOf({ learner, closes }: Member, learning: Learning): Pair | null {
  const times = (learning.completions.get(learner.id) ?? []).map((one) => one.at);
  const firstModule = times.toSorted()[0] ?? closes;
  const marks = learning.scores.get(learner.id) ?? [];
  const first = (phase: string, until: string) =>
    marks
      .filter((one) => one.phase === phase && one.at <= until)
      .toSorted((a, b) => (a.at < b.at ? -1 : 1))[0];
  const pre = first('pre', firstModule);
  const post = first('post', closes);
  if (pre === undefined || post === undefined || !forms[post.form].equivalent) return null;
  return { pre: pre.percent, post: post.percent };
}

/**
 * Clear when four standard errors (delta method for a ratio of paired means) leave the target untouched, and when the
 * matched share is off its minimum both among those with a mark and among everybody.
 */
function statusOf(pairs: readonly Pair[], marked: number, members: number): Status | null {
  const n = pairs.length;
  if (n < minimums.learners) return 'cannot-say';
  const shares = [n / marked, n / members];
  if (shares.every((share) => share < minimums.matched - 0.005)) return 'cannot-say';
  if (!shares.every((share) => share > minimums.matched + 0.005)) return null;
  const pre = mean(pairs.map((pair) => pair.pre));
  const ratio = mean(pairs.map((pair) => pair.post)) / pre;
  const squares = pairs.map((pair) => (pair.post - ratio * pair.pre) ** 2);
  const error = Math.sqrt(mean(squares) / (n - 1)) / pre;
  if (ratio - 1 - 4 * error > targets.skillsGain) return 'met';
  return ratio - 1 + 4 * error < targets.skillsGain ? 'missed' : null;
}

function mean(list: readonly number[]): number {
  return list.reduce((sum, one) => sum + one, 0) / list.length;
}
