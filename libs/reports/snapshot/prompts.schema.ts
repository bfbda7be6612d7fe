import { z } from 'zod';
import { countSchema, nameSchema, shareSchema } from './moment.schema.ts';

const pass = z.object({
  baseline: shareSchema.nullable(),
  now: shareSchema.nullable(),
  k: countSchema,
  n: countSchema,
});

/** Prompts as the engineering managers' document shows them; scores 1..5, spread in score points. */
export const promptsSchema = z.object({
  /** S_w per calendar week or month in time order, with its runs; baseline points first. */
  repeatability: z.array(
    z.object({ label: z.string(), spread: z.number().min(0), runs: countSchema, baseline: z.boolean() }),
  ),
  criteria: z.array(
    z.object({
      criterion: z.string(),
      baseline: z.number().min(1).max(5).nullable(),
      now: z.number().min(1).max(5).nullable(),
      n: countSchema,
    }),
  ),
  /** pass^k: share of (version, item) pairs of which k of k runs pass. */
  passHatK: z.object({ safety: pass, format: pass }).nullable(),
  /** Krippendorff's alpha (ordinal) per criterion on calibration items. */
  agreement: z.array(
    z.object({ criterion: z.string(), alpha: z.number().max(1).nullable(), items: countSchema }),
  ),
  /** How far a reviewer's mean lies from the mean of all on the same calibration items; null for a reader without the scope `people`. */
  reviewers: z.array(z.object({ reviewer: z.string(), severity: z.number(), n: countSchema })).nullable(),
  worst: z
    .array(
      z.object({
        prompt: z.string(),
        version: z.string(),
        owner: nameSchema,
        runs: countSchema,
        mean: z.number().min(1).max(5),
        spread: z.number().min(0),
      }),
    )
    .max(10),
  reuse: z.object({ prompts: countSchema, reused: countSchema }).nullable(),
});

export type Prompts = z.infer<typeof promptsSchema>;
