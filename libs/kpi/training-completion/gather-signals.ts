import { inScope, moduleByActivity, type Program } from '#program';
import { byOccurrence, type FactOrigin } from '../evidence/evidence.ts';
import type { Frame } from '../frame/frame.ts';
import type { ModuleCompletion } from './module-completions.query.ts';
import type { ModuleSignal, ModuleSignals, SignalKind } from './module-signal.ts';
import type { ModuleStatementRow } from './module-statements.query.ts';

export interface ModuleFacts {
  readonly statements: readonly ModuleStatementRow[];
  readonly completions: readonly ModuleCompletion[];
}

export interface GatheredSignals {
  readonly signals: ModuleSignals;
  /** the first event of each actor who is no learner */
  readonly unmatched: readonly (FactOrigin & { readonly actor: string })[];
}

/** Statements and reports of tools as signals per learner and module, read with the activities and identities of a frame. */
export function gatherSignals(facts: ModuleFacts, frame: Frame): GatheredSignals {
  const { asOf } = frame.clocks;
  const modules = moduleByActivity(frame.program);
  const signals = new Map<string, Map<string, ModuleSignal[]>>();
  const strangers = new Map<string, FactOrigin & { actor: string }>();
  const seen = new Set<string>();
  const add = (learner: string, module: string, kind: SignalKind, origin: FactOrigin) => {
    // A statement may stand for a module twice: by its object and by the publisher's id in grouping.
    const key = JSON.stringify([module, kind, origin.source, origin.id]);
    if (seen.has(key)) return;
    seen.add(key);
    const own = signals.get(learner) ?? new Map<string, ModuleSignal[]>();
    const ofModule = own.get(module) ?? [];
    ofModule.push({ kind, ...origin });
    own.set(module, ofModule);
    signals.set(learner, own);
  };

  for (const row of facts.statements) {
    const module = modules.get(row.activity);
    if (module === undefined) continue;
    for (const [occurredAt, recordedAt, source, id] of row.events) {
      if (occurredAt > asOf) continue;
      const origin = { source, id, occurredAt, recordedAt };
      const learner = frame.learnerOf(row.actor, occurredAt);
      if (learner === null) {
        const known = strangers.get(row.actor);
        if (known === undefined || byOccurrence(origin, known) < 0)
          strangers.set(row.actor, { ...origin, actor: row.actor });
      } else if (row.kind !== 'attempted') {
        add(learner, module.id, row.kind, origin);
      }
    }
  }
  for (const completion of facts.completions) {
    if (completion.occurredAt > asOf || !isOurs(completion, frame.program)) continue;
    const { source, id, occurredAt, recordedAt, learner } = completion;
    const module = completion.module || modules.get(completion.activity)?.id;
    if (module !== undefined) add(learner, module, 'finished', { source, id, occurredAt, recordedAt });
  }
  return { signals, unmatched: [...strangers.values()] };
}

/** Whether what a tool says of a learner is the program's: it names the program, or names none and the learner is in scope. */
export function isOurs(
  { program: named, learner }: { readonly program: string; readonly learner: string },
  program: Program,
): boolean {
  return named !== '' || inScope(program, { learner });
}

/** The activities that a program's modules go by. */
export function moduleActivities(program: Program): string[] {
  return [...moduleByActivity(program).keys()];
}
