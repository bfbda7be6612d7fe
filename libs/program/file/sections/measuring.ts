import { z } from 'zod';
import { dateWindow, duration, id } from '../fields.ts';

const comparison = z.enum(['>=', '>', '<=', '<']).default('>=');
const share = z
  .number()
  .min(0, 'Must be a share between 0 and 1.')
  .max(1, 'Must be a share between 0 and 1.');
const direction = z.strictObject({ direction: z.literal('improve') });

/** What is absent has no target, and its KPI cannot say whether it was met. */
export const targetsSection = z.strictObject({
  'training-completion': z.strictObject({ value: share, comparison }).optional(),
  'skills-gain': z.strictObject({ value: z.number().gt(-1), comparison }).optional(),
  'prompt-consistency': direction.optional(),
  'incident-response': direction.optional(),
  'governance-coverage': z
    .strictObject({ value: share, comparison, overdue: z.int().min(0).default(0) })
    .optional(),
});

const atLeastOne = (fallback: number) => z.int().min(1).default(fallback);

export const statusSection = z.strictObject({
  minimumN: z
    .strictObject({
      'training-completion': atLeastOne(1),
      'skills-gain': atLeastOne(10),
      'prompt-consistency': z
        .strictObject({
          prompts: atLeastOne(5),
          runs: z.int().min(2).default(3),
          calibrationItems: atLeastOne(10),
        })
        .prefault({}),
      'incident-response': z.strictObject({ mitigatedPerPeriod: atLeastOne(5) }).prefault({}),
      'governance-coverage': atLeastOne(1),
    })
    .prefault({}),
  /** Least share of learners with a pre-test whose post-test can be compared. */
  matched: share.default(0.8),
  staleAfter: duration.default('P7D'),
});

export const promptReviewSection = z.strictObject({
  rubric: id.optional(),
  version: id.optional(),
  /** A criterion passes from this mark on. */
  passMark: z.number().min(1).max(5).default(4),
  /** Runs in a row of pass^k. */
  k: z.int().min(1).max(100).default(3),
  calibrationItems: z.array(id).optional(),
  baseline: dateWindow.optional(),
  current: dateWindow.optional(),
});

export const incidentsSection = z.strictObject({
  baseline: dateWindow.optional(),
  current: dateWindow.optional(),
  severities: z.array(id).default([]),
});

export const governanceSection = z.strictObject({
  tiers: z.array(id).min(1).default(['minimal', 'limited', 'high']),
  highRisk: z.array(id).min(1).default(['high']),
  /** How long an approval holds that names no end; absent: for ever. */
  reviewValidity: duration.optional(),
  period: dateWindow.optional(),
});

export const privacySection = z.strictObject({
  minimumGroup: z
    .strictObject({
      scores: z.int().min(10, 'May be raised above 10, never lowered.').default(10),
      counts: z.int().min(5, 'May be raised above 5, never lowered.').default(5),
    })
    .prefault({}),
});

const addresses = z.array(z.email('Must be a mail address.')).optional();

export const reportsSection = z.strictObject({
  recipients: z
    .strictObject({
      executive: addresses,
      'learning-development': addresses,
      'program-lead': addresses,
      'engineering-manager': addresses,
      'sre-platform': addresses,
      'security-compliance': addresses,
    })
    .prefault({}),
  schedule: z
    .strictObject({
      day: z.union([z.literal('last'), z.int().min(1).max(28)], {
        error: 'Must be last or a day from 1 to 28.',
      }),
      time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Must be a time HH:MM.'),
    })
    .optional(),
});
