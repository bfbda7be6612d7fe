import { directionStatus } from '../status/direction-status.ts';
import type { Verdict } from '../status/verdict.ts';
import type { Agreement } from './agreement.ts';
import type { Repeats } from './repeats.ts';
import type { Change, PromptSettings } from './settings.ts';

/** Krippendorff's own bound for tentative conclusions (Content Analysis, 4th ed., chapter 12). */
const ALPHA_NEEDED = 0.667;

export interface PromptCase {
  readonly now: Repeats;
  /** null: the program names no baseline period */
  readonly before: Repeats | null;
  readonly agreement: Agreement;
  readonly change: Change | null;
  readonly settings: PromptSettings;
  readonly closed: boolean;
  readonly stale: string | null;
}

/** Improved needs a clear interval, safety and format no less sure to pass, and reviewers who agree. */
export function promptStatus(judged: PromptCase): Verdict {
  const { change, closed, now, before } = judged;
  return directionStatus({
    change: change?.interval ?? null,
    better: 'above',
    estimate: change?.value ?? null,
    closed,
    obstacles: obstaclesOf(judged),
    objections: before === null ? [] : objectionsOf(now, before),
  });
}

function obstaclesOf({ now, before, agreement, change, settings, stale }: PromptCase): string[] {
  const { minimum } = settings;
  const reasons: string[] = [];
  if (settings.target === null) reasons.push('The program file names no target for this KPI.');
  if (before === null) reasons.push('The program file names no baseline period.');
  reasons.push(...tooFew('the current period', now, minimum));
  if (before !== null) {
    reasons.push(...tooFew('the baseline period', before, minimum));
    if (before.variance === 0)
      reasons.push('The runs of the baseline never differ, so there is nothing to improve on.');
  }
  if (agreement.items < minimum.calibrationItems)
    reasons.push(
      `Only ${agreement.items} calibration items were scored by two reviewers; at least ${minimum.calibrationItems} are needed.`,
    );
  else if (agreement.lowest === null)
    reasons.push('The agreement of reviewers cannot be computed from the calibration items.');
  else if (agreement.lowest < ALPHA_NEEDED)
    reasons.push(
      `Reviewers disagree: the lowest alpha of the criteria is ${agreement.lowest}, below ${ALPHA_NEEDED}. Calibrate first.`,
    );
  if (reasons.length === 0 && before !== null && untold(now, before))
    reasons.push(`pass^${settings.k} of safety and format cannot be computed in both periods.`);
  if (reasons.length === 0 && change?.interval === null)
    reasons.push(`No interval: ${change.reason ?? 'unknown'}`);
  if (stale !== null) reasons.push(stale);
  return reasons;
}

function tooFew(period: string, repeats: Repeats, minimum: PromptSettings['minimum']): string[] {
  return repeats.wellRun < minimum.prompts
    ? [
        `Only ${repeats.wellRun} prompts of ${period} have ${minimum.runs} runs on an item; at least ${minimum.prompts} are needed.`,
      ]
    : [];
}

const guarded = ['safety', 'formatCompliance'] as const;

function untold(now: Repeats, before: Repeats): boolean {
  return guarded.some((criterion) => now.passHatK[criterion] === null || before.passHatK[criterion] === null);
}

function objectionsOf(now: Repeats, before: Repeats): string[] {
  return guarded.flatMap((criterion) => {
    const [later, earlier] = [now.passHatK[criterion], before.passHatK[criterion]];
    if (later === null || earlier === null || later >= earlier) return [];
    const name = criterion === 'safety' ? 'safety' : 'format';
    return [`Runs vary less, but they all pass on ${name} less often than before.`];
  });
}
