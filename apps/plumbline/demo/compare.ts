import type { KpiId, KpiTruth, Truth, TruthRow } from '#story';
import { z } from 'zod';

const row = z.object({
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  n: z.number().nullable(),
  excluded: z.record(z.string(), z.number()),
  unmatched: z.number().nullable(),
  censored: z.number().nullable(),
  status: z.string(),
});
const kpi = row.extend({
  kpi: z.string(),
  baseline: z.object({ value: z.number().nullable(), n: z.number() }).nullable(),
  breakdown: z.array(row.extend({ key: z.string() })),
});

/** The part of a scorecard that is held against the truth. */
export const comparedScorecard = z.object({ kpis: z.array(kpi) });
export type ComparedScorecard = z.infer<typeof comparedScorecard>;

/** One number that the product and the ledger tell differently. */
export interface Difference {
  readonly where: string;
  readonly product: unknown;
  readonly truth: unknown;
}

/** Values are sums of the same numbers in another order: they agree to this share of themselves. Counts agree exactly. */
const TOLERANCE = 1e-9;

/** Every difference between what the product says and what the ledger knows, overall and by role. */
export function compare(scorecard: ComparedScorecard, truth: Truth): Difference[] {
  return Object.entries(truth).flatMap(([id, expected]: [string, KpiTruth]) => {
    const said = scorecard.kpis.find((candidate) => candidate.kpi === id);
    if (!said) return [{ where: id, product: 'missing', truth: 'present' }];
    return [
      ...compareRow(id, said, expected),
      ...compareBaseline(id, said.baseline, expected.baseline),
      ...compareRoles(id, said.breakdown, expected.byRole),
    ];
  });
}

function compareRow(where: string, said: z.infer<typeof row>, truth: TruthRow): Difference[] {
  const fields = ['value', 'numerator', 'denominator', 'n', 'unmatched', 'censored', 'status'] as const;
  const differences = fields.flatMap((field) => difference(`${where}.${field}`, said[field], truth[field]));
  const reasons = new Set([...Object.keys(said.excluded), ...Object.keys(truth.excluded)]);
  const excluded = [...reasons].flatMap((reason) =>
    difference(`${where}.excluded.${reason}`, said.excluded[reason] ?? 0, truth.excluded[reason] ?? 0),
  );
  return [...differences, ...excluded];
}

function compareBaseline(
  where: string,
  said: { value: number | null; n: number } | null,
  truth: KpiTruth['baseline'],
): Difference[] {
  if (truth === null) return [];
  return [
    ...difference(`${where}.baseline.value`, said?.value ?? null, truth.value),
    ...difference(`${where}.baseline.n`, said?.n ?? null, truth.n),
  ];
}

function compareRoles(
  where: string,
  said: readonly (z.infer<typeof row> & { key: string })[],
  truth: KpiTruth['byRole'],
): Difference[] {
  const roles = new Set([...said.map(({ key }) => key), ...Object.keys(truth ?? {})]);
  return [...roles].flatMap((role) => {
    const ours = said.find(({ key }) => key === role);
    const theirs = truth?.[role];
    if (!ours || !theirs)
      return [
        {
          where: `${where}.${role}`,
          product: ours ? 'present' : 'missing',
          truth: theirs ? 'present' : 'missing',
        },
      ];
    return compareRow(`${where}.${role}`, ours, theirs);
  });
}

function difference(
  where: string,
  product: number | string | null,
  truth: number | string | null,
): Difference[] {
  const close =
    typeof product === 'number' && typeof truth === 'number'
      ? Math.abs(product - truth) <= TOLERANCE * Math.max(Math.abs(product), Math.abs(truth))
      : product === truth;
  return close ? [] : [{ where, product, truth }];
}

/** The five KPIs beside the truth, as lines of a table. */
export function comparisonTable(scorecard: ComparedScorecard, truth: Truth): string[][] {
  const show = (value: number | null) => (value === null ? '-' : String(Math.round(value * 10_000) / 10_000));
  return [
    ['KPI', 'value', 'truth', 'n', 'truth', 'status', 'truth'],
    ...scorecard.kpis.flatMap((said) => {
      const expected = Object.entries(truth).find(([id]) => id === (said.kpi as KpiId))?.[1] as
        KpiTruth | undefined;
      if (!expected) return [];
      return [
        [
          said.kpi,
          show(said.value),
          show(expected.value),
          show(said.n),
          String(expected.n),
          said.status,
          expected.status ?? '-',
        ],
      ];
    }),
  ];
}
