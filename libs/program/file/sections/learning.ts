import { z } from 'zod';
import { ASSESSMENT_PHASES } from '#events';
import { activityId, duration, id, text } from '../fields.ts';

export const module = z.strictObject({
  id,
  title: text,
  /** Activity ids of its statements; none when only `module.completed` events tell of it. */
  activities: z.array(activityId).max(1000).default([]),
  required: z.boolean().default(true),
  moveOn: z.enum(['completed', 'passed', 'both', 'either']).default('completed'),
  /** What of cmi5 the activities are; a block or course counts by satisfied or waived alone. */
  cmi5: z.enum(['au', 'block', 'course']).default('au'),
  priorCompletionCounts: z.boolean().default(false),
});

export const commonSection = z.strictObject({ modules: z.array(module).default([]) });

export const track = z.strictObject({
  id,
  title: text,
  modules: z.array(module).default([]),
  benchmark: z.strictObject({ id, title: text, unit: id.optional() }).optional(),
});

const activitiesByPhase = z.strictObject({
  pre: z.array(activityId).optional(),
  post: z.array(activityId).optional(),
  'day-30': z.array(activityId).optional(),
  'day-60': z.array(activityId).optional(),
  'day-90': z.array(activityId).optional(),
});

export const form = z.strictObject({
  id,
  title: text.optional(),
  activities: activitiesByPhase.prefault({}),
  /** Points of the form; scores are percent of this range. */
  scale: z.strictObject({ min: z.number().default(0), max: z.number() }).optional(),
  /** Scores are read from the scaled score of xAPI instead. */
  scaled: z.boolean().default(false),
  equivalentTo: z.array(id).default([]),
});

export const assessment = z.strictObject({
  id,
  title: text,
  phases: z.array(z.enum(ASSESSMENT_PHASES)).min(1).default(['pre', 'post']),
  forms: z.array(form).min(1, 'An assessment has at least one form.'),
});

export const calendarSection = z.strictObject({
  days: z.int().min(1).max(730).default(90),
  phases: z
    .array(z.strictObject({ id, title: text, fromDay: z.int().min(1), toDay: z.int().min(1) }))
    .default([]),
  minimumCapability: z
    .array(z.strictObject({ day: z.int().min(1), role: id, minimum: z.number().min(0).max(100) }))
    .default([]),
});

export const certificationSection = z.strictObject({
  levels: z
    .array(
      z.strictObject({
        id,
        title: text,
        modules: z.array(id).default([]),
        validity: duration.optional(),
      }),
    )
    .default([]),
});
