import { z } from 'zod';
import { countSchema, momentSchema, nameSchema } from './moment.schema.ts';

/** The use-case register as the security document shows it. */
export const governanceSchema = z.object({
  /** High-risk cases in use at `asOf`. */
  stock: z.object({ covered: countSchema, uncovered: countSchema, overdue: countSchema }),
  /** High-risk cases first used in the period. */
  flow: z.object({ inTime: countSchema, late: countSchema, never: countSchema }),
  unknownTier: countSchema,
  uncovered: z.array(
    z.object({
      useCase: z.string(),
      title: z.string().nullable(),
      owner: nameSchema,
      firstUsedAt: momentSchema,
      daysInUse: countSchema,
      /** In use without a valid review: fewer than in use when one has run out. */
      daysUncovered: countSchema,
      dueAt: momentSchema.nullable(),
      overdue: z.boolean(),
    }),
  ),
  exceptions: z.array(
    z.object({
      exception: z.string(),
      useCase: z.string(),
      approver: nameSchema,
      reason: z.string(),
      expiresAt: momentSchema,
      ageDays: countSchema,
    }),
  ),
  /** Approved reviews by the day they run out, soonest first. */
  expiry: z.array(
    z.object({
      useCase: z.string(),
      title: z.string().nullable(),
      owner: nameSchema,
      validUntil: momentSchema,
    }),
  ),
  tierChanges: z.array(
    z.object({
      useCase: z.string(),
      from: z.string().nullable(),
      to: z.string(),
      at: momentSchema,
      reason: z.string().nullable(),
    }),
  ),
});

export type Governance = z.infer<typeof governanceSchema>;
