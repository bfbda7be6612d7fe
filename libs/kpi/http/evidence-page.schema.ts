import { z } from 'zod';
import { evidenceParts } from '../evidence/evidence.ts';

const instant = z.iso.datetime();

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
