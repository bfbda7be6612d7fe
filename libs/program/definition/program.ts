import {
  addDays,
  startOfDay,
  isCalendarDate,
  parseInstant,
  type CalendarDate,
  type Instant,
} from '#platform';
import type { ProgramFile } from '../file/program.schema.ts';

/** Whole days of the calendar, both included. */
export interface DateWindow {
  readonly start: CalendarDate;
  readonly end: CalendarDate;
}

/** A program with every default applied and every window resolved; still a valid program file. */
export type Program = Omit<ProgramFile, 'prompt-review' | 'incidents' | 'governance'> & {
  readonly 'prompt-review': ProgramFile['prompt-review'] & { readonly current: DateWindow };
  readonly incidents: ProgramFile['incidents'] & { readonly current: DateWindow };
  readonly governance: ProgramFile['governance'] & { readonly period: DateWindow };
};

export type ProgramRole = ProgramFile['roles'][number];
export type ProgramTrack = ProgramFile['tracks'][number];
export type ProgramModule = ProgramTrack['modules'][number];
export type ProgramAssessment = ProgramFile['assessments'][number];
export type ProgramForm = ProgramAssessment['forms'][number];
export type ProgramCohort = ProgramFile['cohorts'][number];

/** Windows that the file leaves out run to the program's last day: reviews from after the baseline, the others from its start. */
export function resolveProgram(file: ProgramFile): Program {
  const { start } = file.program;
  const whole: DateWindow = { start, end: addDays(start, file.calendar.days - 1) };
  const reviewed = file['prompt-review'].baseline;
  const afterBaseline = reviewed ? { start: addDays(reviewed.end, 1), end: whole.end } : whole;
  return {
    ...file,
    'prompt-review': { ...file['prompt-review'], current: file['prompt-review'].current ?? afterBaseline },
    incidents: { ...file.incidents, current: file.incidents.current ?? whole },
    governance: { ...file.governance, period: file.governance.period ?? whole },
  };
}

/** From when a definition is in force: `effectiveFrom`, a day of which begins in the program's zone; else the start. */
export function effectiveFrom(program: Program): Instant {
  const { effectiveFrom: given, start, timeZone } = program.program;
  if (given === undefined || isCalendarDate(given)) return startOfDay(given ?? start, timeZone);
  const instant = parseInstant(given);
  if (instant === null) throw new RangeError(`effectiveFrom is no moment: ${given}`);
  return instant;
}
