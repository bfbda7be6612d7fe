import { z } from 'zod';
import { confidenceSchema, kpiIdSchema, resultSchema, statusSchema } from '#kpi';
import { countSchema, momentSchema } from './moment.schema.ts';

const value = z.number().nullable();

const figures = z.object({
  value,
  unit: z.string(),
  numerator: value,
  denominator: value,
  n: countSchema.nullable(),
  interval: z.object({ low: value, high: value, level: z.number(), method: z.string() }).nullable(),
  target: z.object({ value, comparison: z.string() }).nullable(),
  baseline: z.object({ value, n: countSchema.nullable(), period: z.unknown() }).nullable(),
  status: statusSchema,
  result: resultSchema,
  confidence: confidenceSchema,
  reasons: z.array(z.string()),
  excluded: z.record(z.string(), countSchema.nullable()),
  unmatched: countSchema.nullable(),
  censored: countSchema.nullable(),
  suppressed: z.boolean(),
  details: z.record(z.string(), z.unknown()),
});

/** One row of a breakdown; `key` is the role's or track's id, `unknown` for learners without one. */
export const kpiRowSchema = figures.extend({ key: z.string(), title: z.string() });
export type KpiRow = z.infer<typeof kpiRowSchema>;

/**
 * A KPI as the endpoints answer it (shares 0..1, durations in seconds, scores 0..100, nothing rounded), with its
 * breakdown by role. A suppressed figure is null here already: the snapshot never holds what may not be shown.
 */
export const kpiViewSchema = figures.extend({
  kpi: kpiIdSchema,
  title: z.string(),
  owner: z.string().nullable(),
  definitionVersion: z.string(),
  cohort: z.string(),
  period: z.object({ start: momentSchema, end: momentSchema, closed: z.boolean() }),
  asOf: momentSchema,
  knownBy: momentSchema,
  freshness: z.object({ lastEventAt: momentSchema.nullable(), sources: z.array(z.string()) }),
  trend: z.array(z.object({ asOf: momentSchema, value, status: statusSchema })),
  breakdown: z.array(kpiRowSchema),
});
export type KpiView = z.infer<typeof kpiViewSchema>;
