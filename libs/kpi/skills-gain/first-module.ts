import type { Instant } from '#platform';
import { countsAt } from '../cohort/identified.ts';
import type { Member } from '../cohort/member.ts';
import type { ModuleSignal } from '../training-completion/module-signal.ts';

/**
 * When a learner first finished a module in the program, on or after the own day 1; null: not by `asOf`.
 * A module from before does not count even where prior completion does, nor does a waived one: the program has not taught
 * anything by then.
 */
export function firstModuleAt(
  member: Member,
  signals: ReadonlyMap<string, readonly ModuleSignal[]> | undefined,
  asOf: Instant,
): Instant | null {
  let first: Instant | null = null;
  for (const own of signals?.values() ?? []) {
    for (const signal of own) {
      const { occurredAt, kind } = signal;
      if (kind === 'waived' || occurredAt < member.windowStart || !countsAt(signal, asOf)) continue;
      if (first === null || occurredAt < first) first = occurredAt;
    }
  }
  return first;
}
