import { addDays, endOfDay, startOfDay, type CalendarDate, type Instant } from '#platform';
import { z } from 'zod';
import { countedAt, told, type LogEntry, type Pair } from './log.ts';

const date = z.custom<CalendarDate>((value) => typeof value === 'string');
const window = z.object({ start: date, end: date });
const module = z.object({
  id: z.string(),
  title: z.string(),
  activities: z.array(z.string()).default([]),
  required: z.boolean().default(true),
  moveOn: z.enum(['completed', 'passed', 'both', 'either']).default('completed'),
  cmi5: z.enum(['au', 'block', 'course']).default('au'),
  priorCompletionCounts: z.boolean().default(false),
});
const form = z.object({
  id: z.string(),
  activities: z.record(z.string(), z.array(z.string())).default({}),
  scale: z.object({ min: z.number().default(0), max: z.number() }).optional(),
  scaled: z.boolean().default(false),
  equivalentTo: z.array(z.string()).default([]),
});
const target = z.object({
  value: z.number(),
  comparison: z.string().default('>='),
  overdue: z.number().default(0),
});
const direction = z.object({ direction: z.string() });
const names = z.array(z.string()).optional();

/** Of the program file (8-interfaces.md) what the KPIs are read with, and the defaults of 4-kpis.md. */
const definition = z.object({
  program: z.object({ id: z.string(), title: z.string(), timeZone: z.string(), start: date }),
  roles: z.array(z.object({ id: z.string(), track: z.string().optional() })),
  common: z.object({ modules: z.array(module) }).default({ modules: [] }),
  tracks: z.array(z.object({ id: z.string(), modules: z.array(module).default([]) })).default([]),
  assessments: z.array(z.object({ id: z.string(), forms: z.array(form) })).default([]),
  cohorts: z
    .array(z.object({ id: z.string(), selectedForLowScores: z.boolean().default(false) }))
    .default([]),
  calendar: z.object({ days: z.number().default(90) }).prefault({}),
  targets: z
    .object({
      'training-completion': target.optional(),
      'skills-gain': target.optional(),
      'prompt-consistency': direction.optional(),
      'incident-response': direction.optional(),
      'governance-coverage': target.optional(),
    })
    .prefault({}),
  status: z
    .object({
      minimumN: z
        .object({
          'training-completion': z.number().default(1),
          'skills-gain': z.number().default(10),
          'prompt-consistency': z
            .object({
              prompts: z.number().default(5),
              runs: z.number().default(3),
              calibrationItems: z.number().default(10),
            })
            .prefault({}),
          'incident-response': z.object({ mitigatedPerPeriod: z.number().default(5) }).prefault({}),
          'governance-coverage': z.number().default(1),
        })
        .prefault({}),
      matched: z.number().default(0.8),
      staleAfter: z.string().default('P7D'),
    })
    .prefault({}),
  privacy: z
    .object({
      minimumGroup: z.object({ scores: z.number().default(10), counts: z.number().default(5) }).prefault({}),
    })
    .prefault({}),
  scope: z.object({ teams: names, models: names, useCases: names, learners: names }).prefault({}),
  'prompt-review': z
    .object({
      version: z.string().optional(),
      passMark: z.number().default(4),
      k: z.number().default(3),
      calibrationItems: z.array(z.string()).default([]),
      baseline: window.optional(),
      current: window.optional(),
    })
    .prefault({}),
  incidents: z.object({ baseline: window.optional(), current: window.optional() }).prefault({}),
  governance: z
    .object({
      tiers: z.array(z.string()).default(['minimal', 'limited', 'high']),
      highRisk: z.array(z.string()).default(['high']),
      reviewValidity: z.string().optional(),
      period: window.optional(),
    })
    .prefault({}),
});

export type Program = z.output<typeof definition>;
export type Module = z.output<typeof module>;
export type Form = z.output<typeof form>;

/** The definition in force: of those that both clocks let through the latest `effectiveFrom`, of equals the last recorded. */
export function programAt(log: readonly LogEntry[], id: string, pair: Pair): Program | null {
  const said = z.object({ program: z.string(), definition: z.unknown() });
  const last = told(countedAt(log, pair), 'program.defined', said).findLast(
    ({ data }) => data.program === id,
  );
  return last === undefined ? null : definition.parse(last.data.definition);
}

export interface Window {
  readonly start: Instant;
  readonly end: Instant;
}

/** Whole days, both included, in the program's time zone. */
export function daysOf(program: Program, days: z.output<typeof window>): Window {
  const { timeZone } = program.program;
  return { start: startOfDay(days.start, timeZone), end: endOfDay(days.end, timeZone) };
}

/** Days 1 to the last one: what a window is that the file leaves out. */
export function wholeProgram({ program: { start }, calendar }: Program): z.output<typeof window> {
  return { start, end: addDays(start, calendar.days - 1) };
}

/** "Absent, an event belongs to every program of the tenant whose scope covers it." What is not said is not left out. */
export function belongs(
  { program, scope }: Program,
  named: string | undefined,
  about: { team?: string | undefined; model?: string | undefined; useCase?: string; learner?: string },
): boolean {
  if (named !== undefined) return named === program.id;
  const covers = (list: readonly string[] | undefined, said: string | undefined) =>
    list === undefined || said === undefined || list.includes(said);
  return (
    covers(scope.teams, about.team) &&
    covers(scope.models, about.model) &&
    covers(scope.useCases, about.useCase) &&
    covers(scope.learners, about.learner)
  );
}

export function allModules(program: Program): Module[] {
  return [...program.common.modules, ...program.tracks.flatMap(({ modules }) => modules)];
}
