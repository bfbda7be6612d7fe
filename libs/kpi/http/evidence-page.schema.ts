import { clocksQuery } from '#program';
import { z } from 'zod';
import { LARGEST_EVIDENCE_PAGE } from '../evidence/evidence-at.ts';
import { evidenceParts } from '../evidence/evidence.ts';
import { dimensionSchema } from '../kpi.schema.ts';

const instant = z.iso.datetime();

/** What evidence is asked for, of whatever number. */
export const evidenceQuery = clocksQuery.extend({
  part: z.enum(evidenceParts).optional(),
  by: dimensionSchema.optional(),
  key: z.string().optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(LARGEST_EVIDENCE_PAGE).optional(),
});

/** What a page of evidence has, of whatever number. */
export const evidencePageShape = {
  asOf: instant,
  knownBy: instant,
  counts: z.record(z.string(), z.int().nonnegative()),
  entries: z.array(
    z.object({
      part: z.enum(evidenceParts),
      subject: z.string(),
      source: z.string(),
      id: z.string(),
      occurredAt: instant,
      recordedAt: instant,
      reason: z.string().optional(),
    }),
  ),
  next: z.string().nullable(),
};
