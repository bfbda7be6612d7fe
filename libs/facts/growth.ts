import type { FactOrigin } from './fact.ts';

/** How a list of facts came from an earlier one. */
export interface Growth<R> {
  readonly since: readonly FactOrigin[];
  /** the facts that follow those of the earlier list */
  readonly added: readonly R[];
}

/** An earlier list is let go as soon as nobody else needs it. */
const earlier = new WeakMap<readonly FactOrigin[], WeakRef<readonly FactOrigin[]>>();

/** Notes that a list begins with all facts of an earlier one. */
export function noteGrowth(facts: readonly FactOrigin[], since: readonly FactOrigin[]): void {
  earlier.set(facts, new WeakRef(since));
}

/** Which list that was read before a list goes on from, and by which facts; null: none that is still held. */
export function growthOf<R extends FactOrigin>(facts: readonly R[]): Growth<R> | null {
  const since = earlier.get(facts)?.deref();
  return since === undefined ? null : { since, added: facts.slice(since.length) };
}

/** Whether a list begins with all facts of another, and has more. */
export function growsFrom(facts: readonly FactOrigin[], since: readonly FactOrigin[]): boolean {
  return since.length < facts.length && since.every((fact, index) => fact === facts[index]);
}
