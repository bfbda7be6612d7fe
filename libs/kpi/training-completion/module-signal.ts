import type { RequiredModule } from '../cohort/member.ts';
import type { Identified } from '../cohort/identified.ts';
import { byOccurrence } from '../evidence/evidence.ts';

/**
 * What one event says of a module.
 * - `completed`, `passed`: one half of its moveOn;
 * - `satisfied`: the LMS says that a cmi5 block or course is done (cmi5 9.3.9);
 * - `waived`: moveOn is met by decision (cmi5 9.3.7);
 * - `finished`: a tool that reports whole modules says so (module.completed).
 */
export type SignalKind = 'completed' | 'passed' | 'satisfied' | 'waived' | 'finished';

export interface ModuleSignal extends Identified {
  readonly kind: SignalKind;
}

/** The signals of each learner by module id. */
export type ModuleSignals = ReadonlyMap<string, ReadonlyMap<string, readonly ModuleSignal[]>>;

/** All signals of a learner. */
export function signalsOf(
  byModule: ReadonlyMap<string, readonly ModuleSignal[]> | undefined,
): ModuleSignal[] {
  return byModule === undefined ? [] : [...byModule.values()].flat();
}

/** The event that met a module's moveOn, the first time it was met; null: not met. Order of signals does not matter. */
export function metBy(
  module: Pick<RequiredModule, 'moveOn' | 'cmi5'>,
  signals: readonly ModuleSignal[],
): ModuleSignal | null {
  const sorted = signals.toSorted(byOccurrence);
  const first = (...kinds: SignalKind[]) => sorted.find((signal) => kinds.includes(signal.kind)) ?? null;
  const whole = module.cmi5 === 'au' ? first('waived', 'finished') : first('waived', 'finished', 'satisfied');
  if (module.cmi5 !== 'au') return whole;
  return earlier(whole, byMoveOn(module.moveOn, first('completed'), first('passed')));
}

function byMoveOn(
  moveOn: RequiredModule['moveOn'],
  completed: ModuleSignal | null,
  passed: ModuleSignal | null,
): ModuleSignal | null {
  switch (moveOn) {
    case 'completed':
      return completed;
    case 'passed':
      return passed;
    case 'either':
      return earlier(completed, passed);
    case 'both':
      if (completed === null || passed === null) return null;
      return byOccurrence(completed, passed) > 0 ? completed : passed;
  }
}

function earlier(a: ModuleSignal | null, b: ModuleSignal | null): ModuleSignal | null {
  if (a === null || b === null) return a ?? b;
  return byOccurrence(a, b) <= 0 ? a : b;
}
