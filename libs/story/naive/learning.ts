import { z } from 'zod';
import type { DirtName } from '../dirt/kinds.ts';
import type { Completion, Ledger, LedgerLearner, Score, Stranger } from '../ledger/ledger.ts';
import type { FormId, Module, Phase } from '../plan.ts';
import { formActivity, forms, modules } from '../plan.ts';
import { actorKey } from './learners.ts';
import type { Received } from './received.ts';
import { STATEMENT } from './received.ts';

const ids = z.array(z.object({ id: z.string() })).default([]);
const statement = z.object({
  actor: z.unknown(),
  verb: z.object({ id: z.string() }),
  object: z.object({ id: z.string() }),
  result: z
    .object({
      completion: z.boolean().optional(),
      success: z.boolean().optional(),
      score: z.object({ raw: z.number().optional(), scaled: z.number().optional() }).optional(),
    })
    .default({}),
  context: z
    .object({ contextActivities: z.object({ grouping: ids, category: ids }).partial().default({}) })
    .default({ contextActivities: {} }),
});
const moduleEvent = z.object({ learner: z.string(), module: z.string(), success: z.boolean().default(true) });
const scoreEvent = z.object({
  learner: z.string(),
  phase: z.enum(['pre', 'post']),
  form: z.enum(['form-a', 'form-b', 'form-c']),
  raw: z.number().optional(),
  scaled: z.number().optional(),
});

type Said = z.infer<typeof statement>;
type Meaning = 'completed' | 'passed' | 'fully';

/** One word about a module, of a learner or of an actor nobody knows. */
interface Signal {
  readonly row: Received;
  readonly actor: string;
  readonly module: Module;
  readonly means: readonly Meaning[];
}

type Learning = Pick<Ledger, 'completions' | 'scores' | 'strangers'>;

export function readLearning(
  rows: readonly Received[],
  learners: readonly LedgerLearner[],
  ignore: DirtName | null,
): Learning {
  const names = new Map(
    learners.flatMap((one) => one.identities.map(({ identity }) => [JSON.stringify(identity), one.id])),
  );
  const signals = rows.flatMap((row) => signalsOf(row, names, ignore));
  const known = new Set(learners.map((learner) => learner.id));
  const completions = meet(signals.filter(({ actor }) => known.has(actor)));
  const scores = rows.flatMap((row) => scoreOf(row, names) ?? []).filter(({ learner }) => known.has(learner));
  return {
    completions: ignore === 'repetitions' ? lastOf(completions, (one) => one.module) : completions,
    scores: ignore === 'two-attempts' ? lastOf(scores, (one) => one.phase) : scores,
    strangers:
      ignore === 'strangers' ? [] : signals.filter(({ actor }) => !known.has(actor)).flatMap(stranger),
  };
}

function signalsOf(row: Received, names: ReadonlyMap<string, string>, ignore: DirtName | null): Signal[] {
  if (row.type === 'module.completed') {
    const { learner, module, success } = moduleEvent.parse(row.body);
    if (!success && ignore !== 'failures') return [];
    return modules
      .filter(({ id }) => id === module)
      .map((module) => ({ row, actor: learner, module, means: ['fully'] }));
  }
  if (row.type !== STATEMENT) return [];
  const said = statement.parse(row.body);
  const key = actorKey(said.actor);
  const failed = said.result.completion === false || said.result.success === false;
  if (key === null || (failed && ignore !== 'failures')) return [];
  return modules
    .filter((module) => isAbout(said, module, ignore))
    .map((module) => ({
      row,
      actor: names.get(key) ?? key,
      module,
      means: meaningOf(said, module, ignore),
    }))
    .filter((signal) => signal.means.length > 0);
}

function isCmi5(said: Said): boolean {
  return (said.context.contextActivities.category ?? []).some(({ id }) => id.includes('/cmi5/'));
}

function isAbout(said: Said, module: Module, ignore: DirtName | null): boolean {
  if (said.object.id === module.activity) return true;
  if (ignore === 'unknown-activities' && said.object.id.startsWith(module.activity)) return true;
  return (
    isCmi5(said) && (said.context.contextActivities.grouping ?? []).some(({ id }) => id === module.activity)
  );
}

function meaningOf(said: Said, module: Module, ignore: DirtName | null): Meaning[] {
  const verb = said.verb.id.split('/').at(-1);
  if (verb === 'waived') return ['fully'];
  if (module.dialect === 'cmi5-course') {
    const unit = ignore === 'course-units' && verb === 'completed';
    return verb === 'satisfied' || unit ? ['fully'] : [];
  }
  if (isCmi5(said)) return verb === 'completed' || verb === 'passed' ? [verb] : [];
  const careless = ignore === 'failures' && verb === 'failed';
  const passed = verb === 'passed' || (verb === 'completed' && said.result.success === true) || careless;
  const completed = verb === 'completed' || said.result.completion === true;
  return [...(completed ? (['completed'] as const) : []), ...(passed ? (['passed'] as const) : [])];
}

/** Both: from the later of the first of each; else every word that is enough is a completion. */
function meet(signals: readonly Signal[]): Completion[] {
  const enough = signals.filter(
    ({ module, means }) =>
      means.includes('fully') || module.moveOn === 'either' || means.some((one) => one === module.moveOn),
  );
  const both = Map.groupBy(
    signals.filter(({ module, means }) => module.moveOn === 'both' && !means.includes('fully')),
    ({ actor, module }) => `${actor} ${module.id}`,
  );
  const later = [...both.values()].flatMap((own) => {
    const completed = own.find(({ means }) => means.includes('completed'));
    const passed = own.find(({ means }) => means.includes('passed'));
    if (completed === undefined || passed === undefined) return [];
    return [completed.row.at > passed.row.at ? completed : passed];
  });
  return [...enough, ...later].map(({ row, actor, module }) => ({
    at: row.at,
    told: row.told,
    learner: actor,
    module: module.id,
    via: 'statement',
    as: 0,
  }));
}

function stranger({ row, actor, module }: Signal): Stranger[] {
  return [{ at: row.at, told: row.told, identity: JSON.parse(actor), module: module.id }];
}

const formIds = ['form-a', 'form-b', 'form-c'] as const satisfies readonly FormId[];
const phases = ['pre', 'post'] as const satisfies readonly Phase[];

function scoreOf(row: Received, names: ReadonlyMap<string, string>): Score | null {
  const clock = { at: row.at, told: row.told };
  if (row.type === 'assessment.scored') {
    const { learner, phase, form, raw, scaled } = scoreEvent.parse(row.body);
    return { ...clock, learner, phase, form, percent: percentOf(form, raw, scaled), via: 'event', as: 0 };
  }
  if (row.type !== STATEMENT) return null;
  const { actor, object, result } = statement.parse(row.body);
  const learner = names.get(actorKey(actor) ?? '');
  if (learner === undefined || result.score === undefined) return null;
  for (const form of formIds)
    for (const phase of phases)
      if (object.id === formActivity(form, phase)) {
        const percent = percentOf(form, result.score.raw, result.score.scaled);
        return { ...clock, learner, phase, form, percent, via: 'statement', as: 0 };
      }
  return null;
}

function percentOf(form: FormId, raw = 0, scaled = 0): number {
  const { max } = forms[form];
  return max === null ? scaled * 100 : (raw / max) * 100;
}

function lastOf<T extends { readonly learner: string }>(list: readonly T[], name: (one: T) => string): T[] {
  return [...new Map(list.map((one) => [`${one.learner} ${name(one)}`, one])).values()];
}
