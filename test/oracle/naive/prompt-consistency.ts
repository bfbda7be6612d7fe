import { addDays } from '#platform';
import { krippendorffAlpha } from '#statistics';
import { z } from 'zod';
import { average, countEach, evidence, type Ends, type Expected, type Reading } from './figure.ts';
import { countedAt, told, type LogEntry, type Pair } from './log.ts';
import { belongs, daysOf, wholeProgram, type Program, type Window } from './program.ts';
import { isStale } from './staleness.ts';
import { directionVerdict } from './status.ts';

const CRITERIA = ['clarity', 'grounding', 'safety', 'completeness', 'formatCompliance'] as const;
const ALPHA_NEEDED = 0.667;

const reviewed = z.object({
  program: z.string().optional(),
  prompt: z.string(),
  version: z.string(),
  item: z.string(),
  run: z.string(),
  reviewer: z.string(),
  rubricVersion: z.string(),
  criteria: z.object({
    clarity: z.number(),
    grounding: z.number(),
    safety: z.number(),
    completeness: z.number(),
    formatCompliance: z.number(),
  }),
  calibration: z.boolean().default(false),
  team: z.string().optional(),
});
type Review = z.output<typeof reviewed> & { readonly entry: LogEntry };

/** "KPI = 1 - S_w now / S_w baseline." */
export function promptConsistency(
  log: readonly LogEntry[],
  program: Program,
  pair: Pair,
  by: string,
  intervalOf: (row: string | null) => Ends,
): Reading {
  const { calibrationItems } = program['prompt-review'];
  const reviews = told(countedAt(log, pair), 'prompt.reviewed', reviewed)
    .map(({ entry, data }) => ({ ...data, entry }))
    .filter(({ program: named, team }) => belongs(program, named, { team }))
    .map((review) => ({
      ...review,
      calibration: review.calibration || calibrationItems.includes(review.item),
    }));
  const figure = (own: readonly Review[], row: string | null) =>
    figureOf(program, own, reviews, intervalOf(row), pair);
  const teams =
    by === 'team' ? Map.groupBy(reviews, ({ team }) => team ?? 'unknown') : new Map<string, Review[]>();
  return {
    whole: figure(reviews, null),
    rows: new Map([...teams].map(([team, own]) => [team, figure(own, team)])),
  };
}

function figureOf(
  program: Program,
  own: readonly Review[],
  all: readonly Review[],
  interval: Ends,
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
  const { prompts, runs, calibrationItems } = program.status.minimumN['prompt-consistency'];
  const enough = (period: readonly Run[]) => promptsRun(period, runs) >= prompts;
  const passes = (period: readonly Run[] | undefined) => ({
    safety: passHatK(period ?? [], 'safety', settings),
    formatCompliance: passHatK(period ?? [], 'formatCompliance', settings),
  });
  const [passNow, passBefore] = [passes(now.runs), passes(before?.runs)];
  const chances = [passNow.safety, passNow.formatCompliance, passBefore.safety, passBefore.formatCompliance];
  const closed = asOf >= current.end;
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
    baseline: before && {
      value: varianceBefore === null ? null : Math.sqrt(varianceBefore),
      n: promptsRun(before.runs, 2),
    },
    ...directionVerdict({
      change: interval,
      estimate: value,
      better: 1,
      closed,
      cannot:
        program.targets['prompt-consistency'] === undefined ||
        before === null ||
        !enough(now.runs) ||
        !enough(before.runs) ||
        agreement.items < calibrationItems ||
        agreement.lowest === null ||
        agreement.lowest < ALPHA_NEEDED ||
        chances.includes(null) ||
        isStale(
          all.map(({ entry }) => entry),
          asOf,
          current.end,
          program.status.staleAfter,
        ),
      objection:
        (passNow.safety ?? 0) < (passBefore.safety ?? 0) ||
        (passNow.formatCompliance ?? 0) < (passBefore.formatCompliance ?? 0),
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
      alpha: { ...agreement.alpha, lowest: agreement.lowest, items: agreement.items },
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

/** "A run is (version, test item, run); its score = mean over its reviewers of the mean criterion." */
interface Run {
  readonly prompt: string;
  readonly cell: string;
  readonly reviews: readonly Review[];
  readonly score: number;
}

/** The runs of a period; a reviewer's first review of a run counts, and the next are left out. */
function runsOf(reviews: readonly Review[]): { runs: Run[]; repeated: Review[] } {
  const repeated: Review[] = [];
  const runs: Run[] = [];
  const groups = Map.groupBy(reviews, ({ prompt, version, item, run }) =>
    JSON.stringify([prompt, version, item, run]),
  );
  for (const group of groups.values()) {
    const counted = group.filter(
      (review, index) => !group.slice(0, index).some(({ reviewer }) => reviewer === review.reviewer),
    );
    repeated.push(...group.filter((review) => !counted.includes(review)));
    const [first] = counted;
    if (first === undefined) continue;
    const { prompt, version, item } = first;
    const score = average(counted.map(meanCriterion)) ?? 0;
    runs.push({ prompt, cell: JSON.stringify([prompt, version, item]), reviews: counted, score });
  }
  return { runs, repeated };
}

function meanCriterion({ criteria }: Review): number {
  return average(CRITERIA.map((criterion) => criteria[criterion])) ?? 0;
}

function levelOf(run: Run, criterion: (typeof CRITERIA)[number]): number {
  return average(run.reviews.map(({ criteria }) => criteria[criterion])) ?? 0;
}

function levelsOf(runs: readonly Run[]): Record<string, number | null> {
  return Object.fromEntries(
    CRITERIA.map((criterion) => [criterion, average(runs.map((run) => levelOf(run, criterion)))]),
  );
}

function cellsOf(runs: readonly Run[]): Run[][] {
  return [...Map.groupBy(runs, ({ cell }) => cell).values()];
}

/** "S_w² = sum of squares within (version, item) / sum of (runs - 1)." */
function varianceOf(runs: readonly Run[]): number | null {
  let squares = 0;
  let freedom = 0;
  for (const cell of cellsOf(runs)) {
    const mean = average(cell.map(({ score }) => score)) ?? 0;
    squares += cell.reduce((sum, { score }) => sum + (score - mean) ** 2, 0);
    freedom += cell.length - 1;
  }
  // Sums of equal scores leave a rest of binary fractions, which is no variance.
  return freedom === 0 ? null : squares / freedom < 1e-24 ? 0 : squares / freedom;
}

/** Prompts with at least so many runs of a version on an item. */
function promptsRun(runs: readonly Run[], atLeast: number): number {
  const enough = cellsOf(runs).filter((cell) => cell.length >= atLeast);
  return new Set(enough.map(([run]) => run?.prompt)).size;
}

/** pass^k: over cells with k runs or more, the mean share of draws of k runs that all pass. */
function passHatK(
  runs: readonly Run[],
  criterion: (typeof CRITERIA)[number],
  { passMark, k }: { readonly passMark: number; readonly k: number },
): number | null {
  const shares = cellsOf(runs)
    .filter((cell) => cell.length >= k)
    .map((cell) => {
      const passed = cell.filter((run) => levelOf(run, criterion) >= passMark).length;
      return choose(passed, k) / choose(cell.length, k);
    });
  return average(shares);
}

function choose(n: number, k: number): number {
  if (k > n) return 0;
  return k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k;
}

/** "Krippendorff's alpha, ordinal, per criterion; the lowest decides." Of runs that two reviewers or more scored. */
function agreementOf(calibration: readonly Review[]) {
  const shared = runsOf(calibration).runs.filter(({ reviews }) => reviews.length >= 2);
  const reviewers = [...new Set(shared.flatMap(({ reviews }) => reviews.map(({ reviewer }) => reviewer)))];
  const alpha: Record<string, number | null> = {};
  for (const criterion of CRITERIA) {
    const scores = shared.map(({ reviews }) =>
      reviewers.map((name) => reviews.find(({ reviewer }) => reviewer === name)?.criteria[criterion] ?? null),
    );
    const result = krippendorffAlpha(scores, 'ordinal');
    alpha[criterion] = result.ok ? result.estimate : null;
  }
  const known = Object.values(alpha).filter((number) => number !== null);
  return { items: shared.length, alpha, lowest: known.length === 0 ? null : Math.min(...known) };
}
