import { moment } from './calendar.ts';

/**
 * What the story knows of the program: the parts of `test/fixtures/programs/ai-reskilling-90-days.yaml` that its numbers
 * hang on, written out a second time so that the truth does not come from the reader of program files.
 */
export const programId = 'ai-reskilling-2026';
export const cohortId = 'summer-2026';
export const programStart = moment('2026-07-01T06:00:00Z');

export const roles = ['model-operator', 'prompt-engineer', 'risk-assessor', 'change-champion'] as const;
export type Role = (typeof roles)[number];

export const teams = [
  'payments',
  'claims',
  'service-desk',
  'underwriting',
  'platform',
  'compliance',
] as const;

export interface Module {
  readonly id: string;
  readonly activity: string;
  readonly moveOn: 'completed' | 'passed' | 'either' | 'both';
  readonly dialect: 'moodle' | 'plain' | 'cmi5-au' | 'cmi5-course';
  readonly priorCounts: boolean;
}

const module = (
  id: string,
  moveOn: Module['moveOn'],
  dialect: Module['dialect'],
  activity = `https://lms.example.org/course/${id}`,
): Module => ({ id, activity, moveOn, dialect, priorCounts: id === 'ai-literacy' });

const common = [module('ai-literacy', 'completed', 'moodle'), module('guardrails', 'passed', 'moodle')];

const byTrack: Record<Role, readonly Module[]> = {
  'model-operator': [
    module('monitoring-drift', 'either', 'plain'),
    module('incident-drill', 'both', 'plain'),
  ],
  'prompt-engineer': [
    module('prompt-patterns', 'passed', 'cmi5-au', 'https://publisher.example.org/prompt-patterns/au/1'),
    module('prompt-evaluation', 'completed', 'plain'),
  ],
  'risk-assessor': [
    module('risk-tiering', 'passed', 'plain'),
    module('control-plans', 'completed', 'cmi5-course', 'https://publisher.example.org/control-plans'),
  ],
  'change-champion': [],
};

export const elective = module(
  'red-teaming-elective',
  'completed',
  'plain',
  'https://lms.example.org/course/red-teaming',
);

/** The common modules and those of the role's track; a role that is not known has the common ones alone. */
export function requiredModules(role: Role | null): readonly Module[] {
  return role === null ? common : [...common, ...byTrack[role]];
}

export const modules: readonly Module[] = [...common, ...Object.values(byTrack).flat(), elective];

export function moduleOf(id: string): Module {
  const found = modules.find((module) => module.id === id);
  if (found === undefined) throw new RangeError(`No module ${id}.`);
  return found;
}

export type Phase = 'pre' | 'post';
export type FormId = 'form-a' | 'form-b' | 'form-c';

/** `max` is the full mark of a raw score; form-c says `scaled` alone. Forms a and b are equivalent, c is not. */
export const forms: Record<FormId, { readonly max: number | null; readonly equivalent: boolean }> = {
  'form-a': { max: 50, equivalent: true },
  'form-b': { max: 100, equivalent: true },
  'form-c': { max: null, equivalent: false },
};

export const assessmentId = 'skills-check';

export function formActivity(form: FormId, phase: Phase): string {
  return `https://lms.example.org/assessment/skills-${form.slice(-1)}/${phase}`;
}

export const targets = { trainingCompletion: 0.85, skillsGain: 0.2, governanceCoverage: 0.95 };
export const minimums = {
  learners: 10,
  matched: 0.8,
  prompts: 5,
  calibrationItems: 10,
  mitigatedPerPeriod: 5,
};

export const rubric = { id: 'prompt-rubric', version: '2', passMark: 4, k: 3 };

interface Period {
  readonly from: ReturnType<typeof moment>;
  readonly to: ReturnType<typeof moment>;
}

/** Berlin days: the first moment of the first and the last of the last. */
const period = (from: string, to: string): Period => ({ from: moment(from), to: moment(to) });

export const periods = {
  reviewBaseline: period('2026-06-30T22:00:00Z', '2026-07-31T21:59:59.999999Z'),
  reviewCurrent: period('2026-08-31T22:00:00Z', '2026-10-31T22:59:59.999999Z'),
  incidentBaseline: period('2026-03-31T22:00:00Z', '2026-06-30T21:59:59.999999Z'),
  incidentCurrent: period('2026-06-30T22:00:00Z', '2026-10-31T22:59:59.999999Z'),
  governance: period('2026-06-30T22:00:00Z', '2026-10-31T22:59:59.999999Z'),
} satisfies Record<string, Period>;

export type PeriodOfPlan = Period;

export const tiers = ['minimal', 'limited', 'high'] as const;
export const highRisk = 'high';
export const reviewValidityDays = 365;
