import { z } from 'zod';
import type { Figure } from '#kpi';
import type { Generator, Interval } from '#statistics';

/**
 * What is asked of a scenario: whether anything is claimed when nothing is better than the target, whether a change is seen, how
 * a closed cohort is told as a fact, or only whether intervals hold the truth.
 */
export type Kind = 'nothing' | 'change' | 'fact' | 'estimate';

/** What one simulated program was told by its KPI. */
export interface Outcome {
  readonly said: 'better' | 'worse' | 'unclear' | 'cannot';
  /** the verdict rests on the whole interval */
  readonly certain: boolean;
  /** where the truth lies to each interval, by the interval's name */
  readonly intervals: Readonly<Record<string, Side>>;
}

/** An interval holds the truth, lies wholly above it, wholly below it, or could not be had. */
export type Side = 'holds' | 'above' | 'below' | 'none';

/** A world with a known truth, from which programs are drawn. */
export interface Scenario {
  readonly kpi: string;
  /** the world: spreads, clustering, skew */
  readonly setting: string;
  /** the true change or value, in words */
  readonly effect: string;
  readonly kind: Kind;
  /** of the programs; `sizes` unless told */
  readonly sizes?: readonly number[];
  /** Gets ready for programs of n units; what it returns draws one program and asks its KPI. */
  readonly of: (n: number) => (random: Generator) => Outcome;
}

export const sizes = [8, 20, 50, 200] as const;

/** What `details` hold of an estimate: its interval, or null where there is none. */
export const estimateSchema = z.object({
  interval: z.object({ low: z.number().nullable(), high: z.number().nullable() }).nullish(),
});

export function outcomeOf(figure: Figure, intervals: Outcome['intervals']): Outcome {
  const { status, confidence } = figure.verdict;
  return { said: saidBy(status), certain: confidence === 'high', intervals };
}

function saidBy(status: Figure['verdict']['status']): Outcome['said'] {
  switch (status) {
    case 'met':
    case 'improved':
      return 'better';
    case 'missed':
    case 'worsened':
      return 'worse';
    case 'cannot-say':
      return 'cannot';
    default:
      return 'unclear';
  }
}

export function sideOfTruth(
  interval: Pick<Interval, 'low' | 'high'> | null | undefined,
  truth: number,
): Side {
  // Without any end there is no statement that could be wrong.
  if (!interval || (interval.low === null && interval.high === null)) return 'none';
  if (interval.low !== null && interval.low > truth) return 'above';
  return interval.high !== null && interval.high < truth ? 'below' : 'holds';
}

/** A truth that takes long to draw: worked out when first asked, then kept for all sizes of its scenario. */
export function once<T extends object>(draw: () => T): () => T {
  let drawn: T | null = null;
  return () => (drawn ??= draw());
}
