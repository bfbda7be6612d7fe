import type { Span } from '../../figure.ts';
import type { Frame } from '../../frame/frame.ts';
import { agreementOn } from '../../prompt-consistency/agreement.ts';
import { promptSettingsOf, reviewsOf } from '../../prompt-consistency/loader.ts';
import { repeatsOf, type Repeats } from '../../prompt-consistency/repeats.ts';
import { criteria, mean, runsOf, type Criterion, type Run } from '../../prompt-consistency/review.ts';
import type { ReviewFact } from '../../prompt-consistency/reviews.query.ts';
import type { PromptSettings } from '../../prompt-consistency/settings.ts';
import type { PromptOwner } from '../../prompt-library/owners.ts';
import { spreadPoints, type SpreadPoint } from './spread-points.ts';

/** A share of (version, item) pairs of which k of k runs pass; n: pairs with at least k runs now. */
export interface PassHatK {
  readonly baseline: number | null;
  readonly now: number | null;
  readonly k: number;
  readonly n: number;
}

export interface PromptVersion {
  readonly prompt: string;
  readonly version: string;
  readonly owner: string;
  readonly runs: number;
  readonly mean: number;
  /** S_w of its items, in score points */
  readonly spread: number;
}

export interface PromptFigures {
  readonly repeatability: readonly SpreadPoint[];
  readonly criteria: readonly { criterion: string; baseline: number | null; now: number | null; n: number }[];
  readonly passHatK: { readonly safety: PassHatK; readonly format: PassHatK } | null;
  readonly agreement: readonly { criterion: string; alpha: number | null; items: number }[];
  readonly reviewers: readonly { reviewer: string; severity: number; n: number }[];
  /** at most ten, the lowest mean first */
  readonly worst: readonly PromptVersion[];
}

const MOST_VERSIONS = 10;
const names: Readonly<Record<Criterion, string>> = {
  clarity: 'clarity',
  grounding: 'grounding',
  safety: 'safety',
  completeness: 'completeness',
  formatCompliance: 'format compliance',
};

/** Prompts beside their KPI, from the same runs. */
export function promptFigures(
  facts: readonly ReviewFact[],
  owners: readonly PromptOwner[],
  frame: Frame,
): PromptFigures {
  const reviews = reviewsOf(facts, frame);
  const settings = promptSettingsOf(frame.program, () => reviews);
  const ofRubric = reviews.filter(({ rubricVersion }) => rubricVersion === settings.rubricVersion);
  const production = ofRubric.filter(({ calibration }) => !calibration);
  const inPeriod = (span: Span) =>
    repeatsOf(runsOf(production.filter(({ occurredAt }) => inside(span, occurredAt))).runs, {
      ...settings,
      minimumRuns: settings.minimum.runs,
    });
  const now = inPeriod(settings.current);
  const before = settings.baseline === null ? null : inPeriod(settings.baseline);
  const agreement = agreementOn(ofRubric.filter(({ calibration }) => calibration));
  const { timeZone } = frame.program.program;
  return {
    repeatability: [
      ...spreadPoints(before?.runs ?? [], timeZone, true),
      ...spreadPoints(now.runs, timeZone, false),
    ],
    criteria: now.runs.length === 0 && (before?.runs.length ?? 0) === 0 ? [] : levelsOf(now, before),
    passHatK: passing(now, before, settings),
    agreement: criteria.flatMap((criterion) => {
      const alpha = agreement.alpha[criterion];
      return agreement.items === 0
        ? []
        : [
            {
              criterion: names[criterion],
              alpha: typeof alpha === 'number' ? alpha : null,
              items: agreement.items,
            },
          ];
    }),
    reviewers: agreement.reviewers.flatMap(({ reviewer, severity, items }) =>
      typeof reviewer === 'string' && typeof severity === 'number' && typeof items === 'number'
        ? [{ reviewer, severity, n: items }]
        : [],
    ),
    worst: worstVersions(now.runs, owners, settings),
  };
}

function levelsOf(now: Repeats, before: Repeats | null): PromptFigures['criteria'] {
  const n = new Set(now.runs.map(({ prompt }) => prompt)).size;
  const level = (repeats: Repeats | null, criterion: Criterion) => {
    const value = repeats?.levels[criterion];
    return typeof value === 'number' ? value : null;
  };
  return criteria.map((criterion) => ({
    criterion: names[criterion],
    baseline: level(before, criterion),
    now: level(now, criterion),
    n,
  }));
}

function passing(now: Repeats, before: Repeats | null, { k }: PromptSettings): PromptFigures['passHatK'] {
  const n = [...Map.groupBy(now.runs, ({ cell }) => cell).values()].filter((own) => own.length >= k).length;
  const of = (criterion: 'safety' | 'formatCompliance'): PassHatK => ({
    baseline: before?.passHatK[criterion] ?? null,
    now: now.passHatK[criterion],
    k,
    n,
  });
  const pair = { safety: of('safety'), format: of('formatCompliance') };
  const known = [pair.safety, pair.format].some(({ baseline, now }) => baseline !== null || now !== null);
  return known ? pair : null;
}

/** Versions with as many runs now as the program asks for, and with an item run twice. */
function worstVersions(
  runs: readonly Run[],
  owners: readonly PromptOwner[],
  settings: PromptSettings,
): PromptVersion[] {
  const ownerOf = new Map(owners.map(({ prompt, version, owner }) => [versionKey(prompt, version), owner]));
  const versions = Map.groupBy(runs, (run) => versionKey(run.prompt, versionOf(run)));
  return [...versions]
    .flatMap(([key, own]) => {
      const [first] = own;
      const { variance } = repeatsOf(own, { ...settings, minimumRuns: settings.minimum.runs });
      if (first === undefined || own.length < settings.minimum.runs || variance === null) return [];
      return [
        {
          prompt: first.prompt,
          version: versionOf(first),
          owner: ownerOf.get(key) ?? 'not registered',
          runs: own.length,
          mean: mean(own.map(({ score }) => score).sort((a, b) => a - b)),
          spread: Math.sqrt(variance),
        },
      ];
    })
    .sort(
      (a, b) =>
        a.mean - b.mean || b.spread - a.spread || (a.prompt + a.version < b.prompt + b.version ? -1 : 1),
    )
    .slice(0, MOST_VERSIONS);
}

function versionOf(run: Run): string {
  return run.reviews[0]?.version ?? '';
}

function versionKey(prompt: string, version: string): string {
  return JSON.stringify([prompt, version]);
}

function inside(span: Span, moment: string): boolean {
  return moment >= span.start && moment <= span.end;
}
