import { z } from 'zod';
import { countSchema, momentSchema, shareSchema } from './moment.schema.ts';

const seconds = z.number().min(0);

/** Kaplan-Meier: the share not yet mitigated from `seconds` on; the first step is (0, 1). `n` incidents, `open` censored. */
const curve = z.object({
  n: countSchema,
  open: countSchema,
  steps: z.array(z.object({ seconds, share: shareSchema })),
  /** Where open incidents leave the count. */
  censoredAt: z.array(seconds),
});

const incident = z.object({
  incident: z.string(),
  severity: z.string(),
  team: z.string().nullable(),
  detectedAt: momentSchema,
  /** Time to mitigate; for an open one the time since detection, at `asOf`. */
  seconds,
  open: z.boolean(),
});

/** Incidents as the SRE document and the executive's second page show them. */
export const incidentsSchema = z.object({
  survival: z.object({ baseline: curve.nullable(), now: curve.nullable(), drills: curve.nullable() }),
  log: z.array(incident.extend({ window: z.enum(['baseline', 'now', 'drill']) })),
  /** Median time to mitigate per team in its first and its latest drill. */
  drillPairs: z.array(z.object({ team: z.string(), before: seconds, after: seconds })),
  open: z.array(incident),
  longest: z.array(incident).max(10),
  evaluation: z.object({ releases: countSchema, evaluated: countSchema }).nullable(),
});

export type Incidents = z.infer<typeof incidentsSchema>;
export type Incident = z.infer<typeof incident>;
export type SurvivalCurve = z.infer<typeof curve>;
