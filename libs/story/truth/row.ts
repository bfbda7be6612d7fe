export type Status =
  | 'met'
  | 'missed'
  | 'reached-not-certain'
  | 'below-not-certain'
  | 'improved'
  | 'worsened'
  | 'no-clear-change'
  | 'cannot-say';

/** Shares are 0..1, durations seconds, scores percent of the maximum; `status` is null where a rough check cannot tell it. */
export interface TruthRow {
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly n: number;
  readonly excluded: Readonly<Record<string, number>>;
  readonly unmatched: number;
  readonly censored: number;
  readonly status: Status | null;
}

export interface KpiTruth extends TruthRow {
  readonly baseline: { readonly value: number | null; readonly n: number } | null;
  /** By role (`unknown` among them) for the KPIs about learners; null where roles do not apply. */
  readonly byRole: Readonly<Record<string, TruthRow>> | null;
  /** Counts beside the number. */
  readonly details: Readonly<Record<string, number>>;
}
