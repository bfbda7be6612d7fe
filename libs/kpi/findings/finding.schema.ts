import * as z from 'zod';
import { kpiIdSchema } from '../kpi.schema.ts';

const instant = z.iso.datetime();

/** Parts of the evidence that no number is made of because something about the events is wrong. */
export const faultyParts = ['quarantined', 'unmatched'] as const;

/** A rule that events break. */
export const findingSchema = z.object({
  kind: z.string(),
  /**
   * `quarantined`: contradictory, and set aside; `unmatched`: of nobody or of half a pair; `deviation`: a statement of a lenient
   * key that is not of the standard, kept as it was sent; `cmi5`: a statement that breaks a rule of cmi5, kept and counted nowhere
   */
  part: z.enum([...faultyParts, 'deviation', 'cmi5']),
  /** null: the statement is of no program in particular */
  program: z.string().nullable(),
  kpi: kpiIdSchema.nullable(),
  count: z.int().positive(),
  /** The latest event of the kind, for GET /v1/events/{id}; it names no person. */
  example: z.object({ source: z.string(), id: z.string(), occurredAt: instant, recordedAt: instant }),
  /** Of the part `cmi5` alone: the rule, and the launch that the example is of; '' where it names none. */
  cmi5: z
    .object({
      clause: z.string(),
      says: z.string(),
      registration: z.string(),
      activity: z.string(),
      session: z.string(),
    })
    .optional(),
});
export type Finding = z.infer<typeof findingSchema>;

export const findingsSchema = z.object({ asOf: instant, knownBy: instant, findings: z.array(findingSchema) });
export type Findings = z.infer<typeof findingsSchema>;
