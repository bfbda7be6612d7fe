import * as z from 'zod';
import { dimensionSchema, freshnessSchema, intervalSchema } from '../kpi.schema.ts';

const instant = z.iso.datetime();
const count = z.int().nonnegative();

/**
 * What a value is counted in: `share` 0..1, `ratio` 0.2 is +20%, `score` 0..100 (percent of the maximum), `mark` 1..5 (a
 * rubric), `count` things or people, `per-week` such a count over the weeks of the period, `minutes` and `days` as they say, `seconds` any other duration.
 */
export const measureUnits = [
  'share',
  'ratio',
  'score',
  'mark',
  'count',
  'per-week',
  'minutes',
  'days',
  'seconds',
] as const;
export const measureUnitSchema = z.enum(measureUnits);
export type MeasureUnit = z.infer<typeof measureUnitSchema>;

/** Who may read a measure: `people` when its rows are people. */
export const measureScopeSchema = z.enum(['read', 'people']);

const valueShape = {
  unit: measureUnitSchema,
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  /** how many learners, incidents, cases or marks the value is made of; null: hidden */
  n: count.nullable(),
  interval: intervalSchema.nullable(),
  /** why there is no value, as a sentence; null when there is one */
  reason: z.string().nullable(),
  /** hidden to protect the people of a small group */
  suppressed: z.boolean(),
  details: z.record(z.string(), z.json()),
};

/** One line of a measure; of a matrix one cell, at the crossing of a row and a column. */
export const measureRowSchema = z.object({
  key: z.string(),
  title: z.string(),
  column: z.object({ key: z.string(), title: z.string() }).nullable(),
  /** groups of people are of the last month end for keys that may not see people */
  asOf: instant,
  knownBy: instant,
  ...valueShape,
});
export type MeasureRowJson = z.infer<typeof measureRowSchema>;

const definitionShape = {
  measure: z.string(),
  title: z.string(),
  definition: z.string(),
  definitionVersion: z.string(),
  unit: measureUnitSchema,
  /** people told it of themselves; nobody measured it */
  selfReported: z.boolean(),
};

/** A supporting measure as every output has it. Nothing is rounded; a number that cannot be said is null with its reason. */
export const measureSchema = z.object({
  ...definitionShape,
  program: z.string(),
  period: z.object({ start: instant, end: instant, closed: z.boolean() }),
  asOf: instant,
  knownBy: instant,
  /** the dimension whose groups are the rows; null: the measure's own rows */
  by: dimensionSchema.nullable(),
  ...valueShape,
  excluded: z.record(z.string(), count),
  unmatched: count,
  rows: z.array(measureRowSchema),
  /** sentences that a reader of the number must know */
  notes: z.array(z.string()),
  freshness: freshnessSchema,
});
export type MeasureJson = z.infer<typeof measureSchema>;

export const measureListSchema = z.object({
  program: z.string(),
  measures: z.array(
    z.object({
      ...definitionShape,
      /** what `by` may be */
      dimensions: z.array(dimensionSchema),
      scope: measureScopeSchema,
    }),
  ),
});
export type MeasureList = z.infer<typeof measureListSchema>;
