import type { Figure } from '#kpi';
import type { Generator, Interval } from '#statistics';

/** What is true of a scenario: nothing changed, something did, or a closed cohort is told as a fact. */
export type Kind = 'nothing' | 'change' | 'fact';

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
  /** Gets ready for programs of n units; what it returns draws one program and asks its KPI. */
  readonly of: (n: number) => (random: Generator) => Outcome;
}

export const sizes = [8, 20, 50, 200] as const;

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
  if (!interval) return 'none';
  if (interval.low !== null && interval.low > truth) return 'above';
  return interval.high !== null && interval.high < truth ? 'below' : 'holds';
}
