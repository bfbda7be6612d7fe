import type { AssessmentPhase } from '#events';
import { ASSESSMENT_PHASES } from '#events';
import type { Program, ProgramAssessment, ProgramForm, ProgramModule, ProgramTrack } from './program.ts';

/** The track of a role; null when the role has none or is not of this program. */
export function trackOf(program: Program, role: string | null): ProgramTrack | null {
  const track = program.roles.find(({ id }) => id === role)?.track;
  return program.tracks.find(({ id }) => id === track) ?? null;
}

/** The required modules of a role: the common ones and those of its track. An unknown role has the common ones. */
export function requiredModules(program: Program, role: string | null): readonly ProgramModule[] {
  return [...program.common.modules, ...(trackOf(program, role)?.modules ?? [])].filter(
    ({ required }) => required,
  );
}

/** Every module, the common ones first. */
export function allModules(program: Program): readonly ProgramModule[] {
  return [...program.common.modules, ...program.tracks.flatMap(({ modules }) => modules)];
}

/** Modules by the activity ids that stand for them. */
export function moduleByActivity(program: Program): ReadonlyMap<string, ProgramModule> {
  return new Map(
    allModules(program).flatMap((module) => module.activities.map((activity) => [activity, module] as const)),
  );
}

/** What an activity id of an assessment stands for. */
export interface FormActivity {
  readonly assessment: ProgramAssessment;
  readonly form: ProgramForm;
  readonly phase: AssessmentPhase;
}

/** Forms and phases by the activity ids that stand for them. */
export function formByActivity(program: Program): ReadonlyMap<string, FormActivity> {
  const found = new Map<string, FormActivity>();
  for (const assessment of program.assessments) {
    for (const form of assessment.forms) {
      for (const phase of ASSESSMENT_PHASES) {
        for (const activity of form.activities[phase] ?? []) found.set(activity, { assessment, form, phase });
      }
    }
  }
  return found;
}

/** Whether scores of two forms of one assessment may be compared: the same form, or one declares the other, directly. */
export function isEquivalent(a: ProgramForm, b: ProgramForm): boolean {
  return a.id === b.id || a.equivalentTo.includes(b.id) || b.equivalentTo.includes(a.id);
}

/** Every activity id that the program knows. */
export function knownActivities(program: Program): readonly string[] {
  return [...new Set([...moduleByActivity(program).keys(), ...formByActivity(program).keys()])];
}
