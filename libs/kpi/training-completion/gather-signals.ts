import { ByIdentity, growthOf } from '#facts';
import { inScope, moduleByActivity, type Program } from '#program';
import { identifiedAs } from '../cohort/identified.ts';
import { SetAside } from '../cohort/set-aside.ts';
import { Strangers } from '../cohort/strangers.ts';
import type { StatementFact } from '../facts/statements.query.ts';
import type { Frame } from '../frame/frame.ts';
import { SubjectEvents, type SubjectEvent } from '../freshness/subject-events.ts';
import type { ModuleCompletion } from './module-completions.query.ts';
import type { ModuleSignal, ModuleSignals } from './module-signal.ts';

export interface ModuleFacts {
  readonly statements: readonly StatementFact[];
  readonly completions: readonly ModuleCompletion[];
}

export interface GatheredSignals {
  /** whenever they occurred: what counts as of a moment is for their reader to cut */
  readonly signals: ModuleSignals;
  /** events on activities of modules of actors who are no learners */
  readonly strangers: Strangers;
  readonly events: SubjectEvents;
  /** what would have been signals, by learner and module id */
  readonly setAside: SetAside;
}

const gathered = new ByIdentity<GatheredSignals>();

/**
 * Statements and reports of tools as signals per learner and module, read with the activities and identities of a frame: once
 * for all moments and for the several KPIs that ask for them. What was gathered from an earlier list is gone on from.
 */
export function gatherSignals(facts: ModuleFacts, { program, identities }: Frame): GatheredSignals {
  const { statements, completions } = facts;
  return gathered.of([statements, completions, program, identities], '', () => {
    const [own, reported] = [growthOf(statements), growthOf(completions)];
    const before = gathered.peek(
      [own?.since ?? statements, reported?.since ?? completions, program, identities],
      '',
    );
    if (before === undefined) return gather(facts, program, identities, NOTHING_GATHERED);
    const more = { statements: own?.added ?? [], completions: reported?.added ?? [] };
    return gather(more, program, identities, before);
  });
}

const NOTHING_GATHERED: GatheredSignals = {
  signals: new Map(),
  strangers: new Strangers(),
  events: new SubjectEvents([]),
  setAside: new SetAside(),
};

function gather(
  facts: ModuleFacts,
  program: Program,
  identities: Frame['identities'],
  before: GatheredSignals,
): GatheredSignals {
  const modules = moduleByActivity(program);
  const strangers = new Strangers(before.strangers);
  const setAside = new SetAside(before.setAside);
  const events: SubjectEvent[] = [];
  const changed = new Map<string, Map<string, ModuleSignal[]>>();
  const add = (learner: string, module: string, signal: ModuleSignal) => {
    events.push({ subject: learner, event: signal });
    const own = getOrInsert(changed, learner, () => copyOf(before.signals.get(learner)));
    const ofModule = getOrInsert(own, module, () => []);
    // A statement may stand for a module twice: by its object and by the publisher's id in grouping.
    if (!ofModule.some((known) => isSame(known, signal))) ofModule.push(signal);
  };

  for (const fact of facts.statements) {
    const module = modules.get(fact.activity);
    if (module === undefined) continue;
    for (const identified of identities.identifications(fact.actor, fact.occurredAt)) {
      const { learner } = identified;
      if (fact.setAside !== undefined) {
        if (fact.setAside.signals.length > 0) setAside.add(module.id, fact, identified);
      } else if (learner === null) strangers.add(fact.actor, fact, identified);
      else for (const signal of fact.signals) add(learner, module.id, identifiedAs(signal, identified));
    }
  }
  for (const completion of facts.completions) {
    if (!isOurs(completion, program)) continue;
    const { source, id, occurredAt, recordedAt, learner } = completion;
    const module = completion.module || modules.get(completion.activity)?.id;
    if (module !== undefined) add(learner, module, { kind: 'finished', source, id, occurredAt, recordedAt });
  }
  return {
    signals: new Map([...before.signals, ...changed]),
    strangers,
    events: new SubjectEvents(events, before.events),
    setAside,
  };
}

/** What was gathered before stays as it is: others hold it. */
function copyOf(own: ReadonlyMap<string, readonly ModuleSignal[]> | undefined): Map<string, ModuleSignal[]> {
  return new Map([...(own ?? [])].map(([module, signals]) => [module, [...signals]]));
}

function isSame(a: ModuleSignal, b: ModuleSignal): boolean {
  return (
    a.id === b.id && a.kind === b.kind && a.source === b.source && a.identified?.from === b.identified?.from
  );
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
