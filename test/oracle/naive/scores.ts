import { z } from 'zod';
import { learnerBehind } from './identities.ts';
import { byTime, told, type LogEntry } from './log.ts';
import { belongs, type Program } from './program.ts';
import { statementsIn } from './statements.ts';

const scored = z.object({
  program: z.string().optional(),
  learner: z.string(),
  assessment: z.string(),
  phase: z.string(),
  form: z.string(),
  raw: z.number().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  scaled: z.number().optional(),
  skill: z.string().optional(),
  attempt: z.number().optional(),
});

/** A marked attempt. */
export type Score = Omit<z.output<typeof scored>, 'program'> & {
  readonly entry: LogEntry;
  /** the rule of cmi5 that it breaks, and so never counts */
  readonly broken?: string;
};

/** Every marked attempt at an assessment of the program, in time order; those that never count are marked. */
export function scoresOf(program: Program, counted: readonly LogEntry[]): Score[] {
  const whose = learnerBehind(counted);
  const reported = told(counted, 'assessment.scored', scored)
    .filter(({ data }) => program.assessments.some(({ id }) => id === data.assessment))
    .filter(({ data }) => belongs(program, data.program, { learner: data.learner }))
    .map(({ entry, data }) => ({ ...data, entry }));
  const stated = statementsIn(counted).flatMap((statement): Score[] => {
    const { entry, actor, activities, completion, score, broken } = statement;
    const learner = whose(actor, entry.occurredAt);
    const marked = score.raw !== undefined || score.scaled !== undefined;
    if (learner === null || !marked || completion === false) return [];
    return activities.flatMap((activity) =>
      formsBehind(program, activity).map((form) => ({
        entry,
        learner,
        ...form,
        ...score,
        ...(broken === null ? {} : { broken }),
      })),
    );
  });
  return [...reported, ...stated].toSorted((a, b) => byTime(a.entry, b.entry));
}

export function formsBehind(program: Program, activity: string) {
  return program.assessments.flatMap((assessment) =>
    assessment.forms.flatMap(({ id, activities }) =>
      Object.entries(activities)
        .filter(([, ids]) => ids.includes(activity))
        .map(([phase]) => ({ assessment: assessment.id, form: id, phase })),
    ),
  );
}

/** The first attempt: a score of the whole form before scores of single skills; of one moment the lower attempt. */
export function firstOf(scores: readonly Score[]): Score | null {
  const whole = scores.filter(({ skill }) => skill === undefined);
  const candidates = whole.length > 0 ? whole : scores;
  const [earliest] = candidates;
  if (earliest === undefined) return null;
  const atOnce = candidates.filter(({ entry }) => entry.occurredAt === earliest.entry.occurredAt);
  const numbered = atOnce.every(({ attempt }) => attempt !== undefined);
  const lowest = Math.min(...atOnce.map(({ attempt }) => attempt ?? Infinity));
  return numbered ? (atOnce.find(({ attempt }) => attempt === lowest) ?? earliest) : earliest;
}

/**
 * "Percent of maximum on the form's declared scale (xAPI `scaled` only when the form declares it; scales are never mixed)";
 * why not, where it is none.
 */
export function percentOf(program: Program, score: Score): number | string {
  const form = program.assessments
    .find(({ id }) => id === score.assessment)
    ?.forms.find(({ id }) => id === score.form);
  if (form === undefined) return 'unknown form';
  if (form.scaled) return score.scaled === undefined ? 'no scaled score' : score.scaled * 100;
  if (form.scale === undefined) return 'form without a scale';
  if (score.raw === undefined) return 'no raw score';
  const { min, max } = form.scale;
  if ((score.min ?? min) !== min || (score.max ?? max) !== max) return 'another scale than the form';
  if (score.raw < min || score.raw > max) return 'outside the scale';
  return (100 * (score.raw - min)) / (max - min);
}
