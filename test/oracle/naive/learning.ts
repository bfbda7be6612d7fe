import { z } from 'zod';
import { learnerBehind } from './identities.ts';
import { byTime, told, type LogEntry } from './log.ts';
import { allModules, belongs, type Module, type Program } from './program.ts';
import { ADL, PROFILE, signalsOf, statementsIn, type Statement } from './statements.ts';

const completion = z.object({
  program: z.string().optional(),
  learner: z.string(),
  module: z.string().optional(),
  activity: z.string().optional(),
  success: z.boolean().optional(),
});

/** One event that says something of a module for a learner. */
export interface Signal {
  readonly entry: LogEntry;
  readonly learner: string;
  readonly module: string;
  /** completed, passed, waived, satisfied, or finished: a tool that reports whole modules */
  readonly kind: string;
}

export interface Learning {
  readonly signals: readonly Signal[];
  /** the first event of each actor of no learner on an activity of a module, by actor */
  readonly strangers: ReadonlyMap<string, LogEntry>;
  /** what would have been signals and breaks a rule of cmi5 */
  readonly broken: readonly BrokenSignal[];
}

export interface BrokenSignal extends Omit<Signal, 'kind'> {
  readonly rule: string;
}

/** By their whole id: another vocabulary's verb of the same word says nothing without a result. */
const REPORTING = new Set([
  ...['completed', 'passed', 'failed', 'scored', 'mastered'].map((word) => `${ADL}${word}`),
  ...['satisfied', 'waived'].map((word) => `${PROFILE}${word}`),
]);

/** What was learned, by the modules of the program and the identities in force. */
export function learningOf(program: Program, counted: readonly LogEntry[]): Learning {
  const whose = learnerBehind(counted);
  const signals: Signal[] = [];
  const broken: BrokenSignal[] = [];
  const strangers = new Map<string, LogEntry>();
  for (const statement of statementsIn(counted).filter(reportsProgress)) {
    for (const module of modulesOf(program, statement)) {
      const learner = whose(statement.actor, statement.entry.occurredAt);
      const { entry, broken: rule } = statement;
      if (rule !== null) {
        if (learner !== null && signalsOf(statement).length > 0)
          broken.push({ entry, learner, module: module.id, rule });
        continue;
      }
      if (learner === null) {
        if (!strangers.has(statement.name)) strangers.set(statement.name, statement.entry);
        continue;
      }
      for (const kind of signalsOf(statement))
        signals.push({ entry: statement.entry, learner, module: module.id, kind });
    }
  }
  for (const { entry, data } of told(counted, 'module.completed', completion)) {
    const module = data.module ?? moduleBehind(program, data.activity)?.id;
    if (data.success === false || module === undefined) continue;
    if (belongs(program, data.program, { learner: data.learner }))
      signals.push({ entry, learner: data.learner, module, kind: 'finished' });
  }
  return { signals: signals.toSorted((a, b) => byTime(a.entry, b.entry)), strangers, broken };
}

function reportsProgress({ verb, completion: done, success, score }: Statement): boolean {
  const said = done !== undefined || success !== undefined || score.raw !== undefined;
  return said || score.scaled !== undefined || REPORTING.has(verb);
}

/** The modules that a statement is of; by object and by grouping it may be of one module twice. */
function modulesOf(program: Program, { activities }: Statement): Module[] {
  const modules = activities.flatMap((activity) => moduleBehind(program, activity) ?? []);
  return modules.filter((module, index) => modules.indexOf(module) === index);
}

function moduleBehind(program: Program, activity: string | undefined): Module | undefined {
  return allModules(program).find(
    ({ activities }) => activity !== undefined && activities.includes(activity),
  );
}

/** The first event by which a module's moveOn was met. */
export function metBy(module: Module, signals: readonly Signal[]): Signal | null {
  const met = signals.findIndex((_, index) => isMet(module, signals.slice(0, index + 1)));
  return signals[met] ?? null;
}

function isMet({ cmi5, moveOn }: Module, signals: readonly Signal[]): boolean {
  const said = (...kinds: string[]) => signals.some(({ kind }) => kinds.includes(kind));
  if (said('waived', 'finished')) return true;
  if (cmi5 !== 'au') return said('satisfied');
  switch (moveOn) {
    case 'completed':
      return said('completed');
    case 'passed':
      return said('passed');
    case 'either':
      return said('completed', 'passed');
    case 'both':
      return said('completed') && said('passed');
  }
}
