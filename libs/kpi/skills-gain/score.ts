import type { Identified } from '../cohort/identified.ts';

/** A marked attempt at a form, as an event or a statement reported it. */
export interface Attempt extends Identified {
  readonly learner: string;
  readonly assessment: string;
  readonly phase: string;
  readonly form: string;
  readonly raw: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly scaled: number | null;
  /** '' : the score is of the whole form */
  readonly skill: string;
  readonly attempt: number | null;
}

/** How a form is marked: on a declared scale, or by xAPI `scaled` when the form says so. */
export interface Form {
  readonly id: string;
  readonly scale: { readonly min: number; readonly max: number } | null;
  readonly scaled: boolean;
}

export type Score =
  | { readonly ok: true; readonly percent: number }
  /** why the attempt cannot be scored, as a key of `details.quarantined` */
  | { readonly ok: false; readonly reason: string };

/**
 * Percent of the maximum on the form's declared scale: 100 · (raw - min) / (max - min), or 100 · scaled where the form
 * declares `scaled`. Never one for the other: an attempt that reports another scale than its form has is unusable.
 */
export function scoreOf(attempt: Attempt, form: Form | null): Score {
  if (form === null) return { ok: false, reason: 'unknown form' };
  if (form.scaled) {
    return attempt.scaled === null
      ? { ok: false, reason: 'no scaled score' }
      : { ok: true, percent: attempt.scaled * 100 };
  }
  if (form.scale === null) return { ok: false, reason: 'form without a scale' };
  if (attempt.raw === null) return { ok: false, reason: 'no raw score' };
  const { min, max } = form.scale;
  if ((attempt.min ?? min) !== min || (attempt.max ?? max) !== max)
    return { ok: false, reason: 'another scale than the form' };
  if (attempt.raw < min || attempt.raw > max) return { ok: false, reason: 'outside the scale' };
  return { ok: true, percent: (100 * (attempt.raw - min)) / (max - min) };
}
