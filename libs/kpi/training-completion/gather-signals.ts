import { ByIdentity } from '#facts';
import { inScope, moduleByActivity, type Program } from '#program';
import { byOccurrence, type FactOrigin } from '../evidence/evidence.ts';
import { cutKey } from '../evidence/latest.ts';
import type { StatementFact } from '../facts/statements.query.ts';
import type { Frame } from '../frame/frame.ts';
import type { ModuleCompletion } from './module-completions.query.ts';
import type { ModuleSignal, ModuleSignals } from './module-signal.ts';

export interface ModuleFacts {
  readonly statements: readonly StatementFact[];
  readonly completions: readonly ModuleCompletion[];
}

export interface GatheredSignals {
  readonly signals: ModuleSignals;
  /** the first event of each actor who is no learner */
  readonly unmatched: readonly (FactOrigin & { readonly actor: string })[];
}

const gathered = new ByIdentity<GatheredSignals>();

/**
 * Statements and reports of tools as signals per learner and module, read with the activities and identities of a frame; several
 * KPIs ask for the same.
 */
export function gatherSignals(facts: ModuleFacts, frame: Frame): GatheredSignals {
  const { statements, completions } = facts;
  const inputs = [statements, completions, frame.program, frame.learnerOf];
  const key = cutKey(frame.clocks.asOf, statements, completions);
  return gathered.of(inputs, key, () => gather(facts, frame));
}

function gather(facts: ModuleFacts, frame: Frame): GatheredSignals {
  const { asOf } = frame.clocks;
  const modules = moduleByActivity(frame.program);
  const signals = new Map<string, Map<string, ModuleSignal[]>>();
  const strangers = new Map<string, FactOrigin & { actor: string }>();
  const add = (learner: string, module: string, signal: ModuleSignal) => {
    const own = getOrInsert(signals, learner, () => new Map<string, ModuleSignal[]>());
    const ofModule = getOrInsert(own, module, () => []);
    // A statement may stand for a module twice: by its object and by the publisher's id in grouping.
    if (!ofModule.some((known) => isSame(known, signal))) ofModule.push(signal);
  };

  for (const fact of facts.statements) {
    const { actor, occurredAt } = fact;
    const module = modules.get(fact.activity);
    if (module === undefined || occurredAt > asOf) continue;
    const learner = frame.learnerOf(actor, occurredAt);
    if (learner !== null) {
      for (const signal of fact.signals) add(learner, module.id, signal);
      continue;
    }
    const known = strangers.get(actor);
    if (known !== undefined && byOccurrence(fact, known) >= 0) continue;
    const { source, id, recordedAt } = fact;
    strangers.set(actor, { source, id, occurredAt, recordedAt, actor });
  }
  for (const completion of facts.completions) {
    if (completion.occurredAt > asOf || !isOurs(completion, frame.program)) continue;
    const { source, id, occurredAt, recordedAt, learner } = completion;
    const module = completion.module || modules.get(completion.activity)?.id;
    if (module !== undefined) add(learner, module, { kind: 'finished', source, id, occurredAt, recordedAt });
  }
  return { signals, unmatched: [...strangers.values()] };
}

function isSame(a: ModuleSignal, b: ModuleSignal): boolean {
  return a.id === b.id && a.kind === b.kind && a.source === b.source;
}

function getOrInsert<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** Whether what a tool says of a learner is the program's: it names the program, or names none and the learner is in scope. */
export function isOurs(
  { program: named, learner }: { readonly program: string; readonly learner: string },
  program: Program,
): boolean {
  return named !== '' || inScope(program, { learner });
}
