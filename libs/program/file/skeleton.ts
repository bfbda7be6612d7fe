import { z } from 'zod';
import { isCalendarDate } from '#platform';

/**
 * What the cross checks look at, read as far as it can be: a part that is malformed counts as absent, so that the other
 * errors of the file are told beside it. Lists keep their indexes.
 */
const text = z.string().optional().catch(undefined);
const number = z.number().optional().catch(undefined);
const texts = listOf(text);
const date = z
  .string()
  .refine((value) => isCalendarDate(value))
  .optional()
  .catch(undefined);
const window = part({ start: date, end: date });

const module = part({ id: text, activities: texts });
const form = part({
  id: text,
  activities: z.record(z.string(), texts).catch({}),
  scale: part({ min: number, max: number }).optional(),
  scaled: z.boolean().optional().catch(undefined),
  equivalentTo: texts,
});

const skeletonSchema = part({
  program: part({ start: date }),
  roles: listOf(part({ id: text, track: text })),
  common: part({ modules: listOf(module) }),
  tracks: listOf(part({ id: text, modules: listOf(module) })),
  assessments: listOf(part({ id: text, phases: texts, forms: listOf(form) })),
  cohorts: listOf(
    part({
      id: text,
      start: date,
      learners: listOf(part({ learner: text, role: text, identities: listOf(z.unknown()) })),
    }),
  ),
  calendar: part({
    days: number,
    phases: listOf(part({ id: text, fromDay: number, toDay: number })),
    minimumCapability: listOf(part({ day: number, role: text })),
  }),
  'prompt-review': part({ baseline: window, current: window }),
  incidents: part({ baseline: window, current: window }),
  governance: part({
    tiers: z.array(text).optional().catch(undefined),
    highRisk: texts,
    period: window,
  }),
  certification: part({ levels: listOf(part({ id: text, modules: texts })) }),
});

export type Skeleton = z.output<typeof skeletonSchema>;
export type SkeletonWindow = Skeleton['incidents']['current'];
export type SkeletonModule = Skeleton['common']['modules'][number];

export function skeletonOf(value: unknown): Skeleton {
  return skeletonSchema.parse(value);
}

function part<Shape extends z.core.$ZodShape>(shape: Shape) {
  const object = z.object(shape);
  return z.preprocess(
    (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}),
    object,
  );
}

function listOf<Item extends z.ZodType>(item: Item) {
  return z.preprocess((value) => (Array.isArray(value) ? value : []), z.array(item));
}
