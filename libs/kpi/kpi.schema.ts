import { KPI_IDS } from '#program';
import * as z from 'zod';

/** The five KPIs, in the order of the scorecard. */
export const kpiIds = KPI_IDS;
export const kpiIdSchema = z.enum(kpiIds);
export type KpiId = z.infer<typeof kpiIdSchema>;

export const dimensions = ['role', 'track', 'team', 'cohort'] as const;
export const dimensionSchema = z.enum(dimensions);
/** What a breakdown is by. */
export type Dimension = z.infer<typeof dimensionSchema>;

export const statusSchema = z.enum([
  'met',
  'reached-not-certain',
  'below-not-certain',
  'missed',
  'improved',
  'no-clear-change',
  'worsened',
  'cannot-say',
]);
export type Status = z.infer<typeof statusSchema>;

export const resultSchema = z.enum(['reached', 'not-reached', 'open']);
export type Result = z.infer<typeof resultSchema>;

export const confidenceSchema = z.enum(['high', 'low', 'none']);
export type Confidence = z.infer<typeof confidenceSchema>;

const instant = z.iso.datetime();
const count = z.int().nonnegative();

export const intervalSchema = z.object({
  /** null: the data give no bound on this side (a median that the upper confidence curve never crosses) */
  low: z.number().nullable(),
  high: z.number().nullable(),
  level: z.number().gt(0).lt(1),
  method: z.string(),
});
export type Interval = z.infer<typeof intervalSchema>;

const spanSchema = z.object({ start: instant, end: instant });

export const targetSchema = z.object({
  /** null: a direction-only target */
  value: z.number().nullable(),
  comparison: z.string(),
});
export type Target = z.infer<typeof targetSchema>;

export const baselineSchema = z.object({ value: z.number().nullable(), n: count, period: spanSchema });
export type Baseline = z.infer<typeof baselineSchema>;

export const freshnessSchema = z.object({ lastEventAt: instant.nullable(), sources: z.array(z.string()) });
export type Freshness = z.infer<typeof freshnessSchema>;

export const trendPointSchema = z.object({
  asOf: instant,
  value: z.number().nullable(),
  status: statusSchema,
});
export type TrendPoint = z.infer<typeof trendPointSchema>;

const figureShape = {
  kpi: kpiIdSchema,
  title: z.string(),
  owner: z.string().nullable(),
  definitionVersion: z.string(),
  program: z.string(),
  /** the one cohort's id, or `all` */
  cohort: z.string(),
  period: spanSchema.extend({ closed: z.boolean() }),
  asOf: instant,
  knownBy: instant,
  value: z.number().nullable(),
  unit: z.enum(['share', 'ratio', 'seconds']),
  direction: z.enum(['up', 'down']),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  n: count.nullable(),
  interval: intervalSchema.nullable(),
  target: targetSchema.nullable(),
  baseline: baselineSchema.nullable(),
  status: statusSchema,
  result: resultSchema,
  confidence: confidenceSchema,
  reasons: z.array(z.string()),
  excluded: z.record(z.string(), count),
  unmatched: count.nullable(),
  censored: count.nullable(),
  suppressed: z.boolean(),
  freshness: freshnessSchema,
  trend: z.array(trendPointSchema),
  details: z.record(z.string(), z.json()),
};

/** One row of a breakdown: the KPI of one group, with the group's id and name. A row has no rows of its own. */
export const breakdownRowSchema = z.object({
  ...figureShape,
  key: z.string(),
  breakdown: z.array(z.never()),
});

/**
 * A KPI as every output has it. Shares are 0..1, durations seconds, scores 0..100; nothing is rounded.
 * A number that cannot be said is null, never NaN.
 */
export const kpiSchema = z.object({ ...figureShape, breakdown: z.array(breakdownRowSchema) });

export const scorecardSchema = z.object({
  program: z.string(),
  asOf: instant,
  knownBy: instant,
  kpis: z.array(kpiSchema).length(kpiIds.length),
});

export type Kpi = z.infer<typeof kpiSchema>;
export type BreakdownRow = z.infer<typeof breakdownRowSchema>;
export type Scorecard = z.infer<typeof scorecardSchema>;
export type Details = Kpi['details'];
