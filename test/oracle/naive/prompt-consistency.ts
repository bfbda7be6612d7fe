import { addDays } from '#platform';
import { agreementOf } from './agreement.ts';
import { consistencyInterval } from './consistency-interval.ts';
import { countEach, evidence, type Expected, type Reading } from './figure.ts';
import { countedAt, told, type LogEntry, type Pair } from './log.ts';
import { belongs, daysOf, wholeProgram, type Program, type Window } from './program.ts';
import {
  levelsOf,
  passHatK,
  promptsRun,
  reviewed,
  runsOf,
  varianceOf,
  type Review,
  type Run,
} from './runs.ts';
import { freshnessOf, staleness } from './staleness.ts';
import { directionVerdict, NO_TARGET, targetOf } from './status.ts';

const ALPHA_NEEDED = 0.667;

/** "KPI = 1 - S_w now / S_w baseline." */
export function promptConsistency(
  log: readonly LogEntry[],
  program: Program,
  pair: Pair,
  by: string,
): Reading {
  const { calibrationItems } = program['prompt-review'];
  const reviews = told(countedAt(log, pair), 'prompt.reviewed', reviewed)
    .map(({ entry, data }) => ({ ...data, entry }))
    .filter(({ program: named, team }) => belongs(program, named, { team }))
    .map((review) => ({
      ...review,
      calibration: review.calibration || calibrationItems.includes(review.item),
    }));
  const figure = (own: readonly Review[]) => figureOf(program, own, reviews, pair);
  const teams =
    by === 'team' ? Map.groupBy(reviews, ({ team }) => team ?? 'unknown') : new Map<string, Review[]>();
  return {
    whole: figure(reviews),
    rows: new Map([...teams].map(([team, own]) => [team, figure(own)])),
    minimumGroup: null,
  };
}

function figureOf(
  program: Program,
  own: readonly Review[],
  all: readonly Review[],
  { asOf }: Pair,
): Expected {
  const settings = program['prompt-review'];
  const rubric = settings.version ?? all.at(-1)?.rubricVersion ?? '';
  const { current, baseline } = periodsOf(program);
  const production = own.filter(({ calibration }) => !calibration);
  const within = ({ start, end }: Window) =>
    production.filter(({ entry }) => entry.occurredAt >= start && entry.occurredAt <= end);
  const otherRubric = within(current).filter(({ rubricVersion }) => rubricVersion !== rubric);
  const ofRubric = (window: Window) =>
    runsOf(within(window).filter(({ rubricVersion }) => rubricVersion === rubric));
  const now = ofRubric(current);
  const before = baseline === null ? null : ofRubric(baseline);
  const [varianceNow, varianceBefore] = [varianceOf(now.runs), before && varianceOf(before.runs)];
  const value =
    varianceNow === null || varianceBefore === null || varianceBefore === 0
      ? null
      : 1 - Math.sqrt(varianceNow) / Math.sqrt(varianceBefore);
  const agreement = agreementOf(
    all.filter(({ calibration, rubricVersion }) => calibration && rubricVersion === rubric),
  );
  const passes = (period: readonly Run[] | undefined) => ({
    safety: passHatK(period ?? [], 'safety', settings),
    formatCompliance: passHatK(period ?? [], 'formatCompliance', settings),
  });
  const [passNow, passBefore] = [passes(now.runs), passes(before?.runs)];
  const chances = [passNow.safety, passNow.formatCompliance, passBefore.safety, passBefore.formatCompliance];
  const closed = asOf >= current.end;
  const change =
    before === null || value === null ? null : consistencyInterval(program, before.runs, now.runs);
  const interval = change?.interval ?? null;
  const heard = all.map(({ entry }) => entry);
  return {
    period: { ...current, closed },
    value,
    numerator: varianceNow,
    denominator: varianceBefore,
    n: promptsRun(now.runs, 2),
    excluded: countEach([
      ...otherRubric.map(() => 'other-rubric-version'),
      ...now.repeated.map(() => 'repeated-review'),
    ]),
    unmatched: 0,
    censored: 0,
    baseline: before &&
      baseline && {
        value: rootOf(varianceBefore),
        n: promptsRun(before.runs, 2),
        period: baseline,
      },
    interval,
    target: targetOf(program.targets['prompt-consistency']),
    freshness: freshnessOf(heard),
    ...directionVerdict({
      change: interval,
      estimate: value,
      better: 1,
      closed,
      obstacles: [
        ...obstaclesOf(program, { now: now.runs, before: before?.runs ?? null, agreement, chances, change }),
        ...staleness(heard, asOf, current.end, program.status.staleAfter),
      ],
      objections: [
        ...lessOften('safety', passNow.safety, passBefore.safety),
        ...lessOften('format', passNow.formatCompliance, passBefore.formatCompliance),
      ],
    }),
    details: {
      levels: { now: levelsOf(now.runs), baseline: before && levelsOf(before.runs) },
      passHatK: {
        k: settings.k,
        passMark: settings.passMark,
        now: passNow,
        baseline: before === null ? null : passBefore,
      },
      runs: { now: now.runs.length, baseline: before && before.runs.length },
      rubricVersion: rubric,
      withinSubject: { now: rootOf(varianceNow), baseline: rootOf(varianceBefore) },
      alpha: agreement.alpha,
      icc: agreement.icc,
      reviewers: agreement.reviewers,
    },
    evidence: [
      ...now.runs.flatMap((run) =>
        run.reviews.map(({ prompt, entry }) => evidence('numerator', prompt, entry)),
      ),
      ...(before?.runs ?? []).flatMap((run) =>
        run.reviews.map(({ prompt, entry }) => evidence('denominator', prompt, entry)),
      ),
      ...[...otherRubric, ...now.repeated].map(({ prompt, entry }) => evidence('excluded', prompt, entry)),
    ],
  };
}

function rootOf(variance: number | null): number | null {
  return variance === null ? null : Math.sqrt(variance);
}

interface Judged {
  readonly now: readonly Run[];
  readonly before: readonly Run[] | null;
  readonly agreement: ReturnType<typeof agreementOf>;
  readonly chances: readonly (number | null)[];
  readonly change: ReturnType<typeof consistencyInterval> | null;
}

/** Why nothing can be said: the program file, then what there is too little of, then what cannot be computed. */
function obstaclesOf(program: Program, { now, before, agreement, chances, change }: Judged): string[] {
  const { prompts, runs, calibrationItems } = program.status.minimumN['prompt-consistency'];
  const tooFew = (period: string, own: readonly Run[]) => {
    const enough = promptsRun(own, runs);
    return enough < prompts
      ? [`Only ${enough} prompts of ${period} have ${runs} runs on an item; at least ${prompts} are needed.`]
      : [];
  };
  const reasons = program.targets['prompt-consistency'] === undefined ? [NO_TARGET] : [];
  if (before === null) reasons.push('The program file names no baseline period.');
  reasons.push(
    ...tooFew('the current period', now),
    ...(before ? tooFew('the baseline period', before) : []),
  );
  if (before !== null && varianceOf(before) === 0)
    reasons.push('The runs of the baseline never differ, so there is nothing to improve on.');
  if (agreement.items < calibrationItems)
    reasons.push(
      `Only ${agreement.items} calibration items were scored by two reviewers; at least ${calibrationItems} are needed.`,
    );
  else if (agreement.lowest === null)
    reasons.push('The agreement of reviewers cannot be computed from the calibration items.');
  else if (agreement.lowest < ALPHA_NEEDED)
    reasons.push(
      `Reviewers disagree: the lowest alpha of the criteria is ${agreement.lowest}, below 0.667. Calibrate first.`,
    );
  if (reasons.length === 0 && chances.includes(null))
    reasons.push(
      `pass^${program['prompt-review'].k} of safety and format cannot be computed in both periods.`,
    );
  if (reasons.length === 0 && change?.interval === null) reasons.push(`No interval: ${change.reason}`);
  return reasons;
}

/** "pass^k of safety and format not lower". */
function lessOften(name: string, now: number | null, before: number | null): string[] {
  return now !== null && before !== null && now < before
    ? [`Runs vary less, but they all pass on ${name} less often than before.`]
    : [];
}

/** The file's windows; without one the reviews from after the baseline, else of the whole program. */
function periodsOf(program: Program): { current: Window; baseline: Window | null } {
  const { baseline, current } = program['prompt-review'];
  const whole = wholeProgram(program);
  const rest = baseline ? { start: addDays(baseline.end, 1), end: whole.end } : whole;
  return {
    current: daysOf(program, current ?? rest),
    baseline: baseline === undefined ? null : daysOf(program, baseline),
  };
}
