import { z } from 'zod';
import { countSchema, daySchema, momentSchema } from './moment.schema.ts';

/** Learning as the L&D and program-lead documents show it. An empty list: nothing of the kind is defined. */
export const learningSchema = z.object({
  /** Completions per week and role: what the last 14 days brought, and what the target still needs by the window's end. */
  pace: z.array(
    z.object({
      role: z.string(),
      title: z.string(),
      perWeek: z.number().min(0),
      neededPerWeek: z.number().min(0),
      windowEnds: daySchema,
      suppressed: z.boolean(),
    }),
  ),
  /** In program order: `reached` learners began the module or a later one, `completed` met it; required of `cohort`. */
  modules: z.array(
    z.object({
      module: z.string(),
      title: z.string(),
      track: z.string().nullable(),
      cohort: countSchema.nullable(),
      completed: countSchema.nullable(),
      suppressed: z.boolean(),
    }),
  ),
  /** Minimum capability: of the learners of the role past their own day, how many reached it. */
  gates: z.array(
    z.object({
      day: z.union([z.literal(30), z.literal(60), z.literal(90)]),
      role: z.string(),
      title: z.string(),
      reached: countSchema.nullable(),
      due: countSchema.nullable(),
      suppressed: z.boolean(),
    }),
  ),
  /** Live, due within 60 days and lapsed, by level and role; null where certification is not in use. */
  certificates: z
    .array(
      z.object({
        level: z.string(),
        role: z.string(),
        title: z.string(),
        live: countSchema.nullable(),
        due: countSchema.nullable(),
        lapsed: countSchema.nullable(),
        suppressed: z.boolean(),
      }),
    )
    .nullable(),
  /** Mean competence 1..5 of a role in a skill against the role's minimum; null where no matrix is kept. */
  skills: z
    .array(
      z.object({
        skill: z.string(),
        role: z.string(),
        title: z.string(),
        competence: z.number().min(1).max(5).nullable(),
        minimum: z.number().min(1).max(5).nullable(),
        n: countSchema.nullable(),
        suppressed: z.boolean(),
      }),
    )
    .nullable(),
  feedback: z
    .object({
      received: countSchema,
      answered: countSchema,
      medianDaysToAnswer: z.number().min(0).nullable(),
    })
    .nullable(),
});

/** Learners at risk of missing their day 90, by name: present only for a reader with the scope `people`. */
export const peopleSchema = z.array(
  z.object({
    learner: z.string(),
    role: z.string(),
    nextModule: z.string(),
    missing: countSchema,
    lastActivityAt: momentSchema.nullable(),
    windowEnds: daySchema,
  }),
);

export type Learning = z.infer<typeof learningSchema>;
