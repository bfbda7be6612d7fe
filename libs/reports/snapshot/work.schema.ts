import { z } from 'zod';
import { countSchema } from './moment.schema.ts';

/** What use of the training looks like in the work; every part is null until its events are sent. */
export const workSchema = z.object({
  /** Learners who completed, and of them those whose new workflow or prompt was used in the period. */
  use: z.object({ completed: countSchema, using: countSchema }).nullable(),
  /** Natural units with the assumptions behind the range; never money per head. */
  returns: z
    .array(
      z.object({
        unit: z.string(),
        low: z.number(),
        high: z.number(),
        n: countSchema,
        assumption: z.string(),
      }),
    )
    .max(3),
});

export type Work = z.infer<typeof workSchema>;
