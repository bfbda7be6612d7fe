import { hasReached, type Journey } from './journey.ts';

/**
 * The modules that too few learners have reached, and the one before each: who stood before that one and went on is who
 * reached the next, so its row would give the hidden count away.
 */
export function smallSteps(journeys: readonly Journey[], minimum: number): ReadonlySet<string> {
  const reached = new Map<string, number>();
  const before = new Map<string, Set<string>>();
  for (const journey of journeys) {
    journey.member.required.forEach((module, place, required) => {
      if (!hasReached(journey, module)) return;
      reached.set(module.id, (reached.get(module.id) ?? 0) + 1);
      const previous = required[place - 1];
      if (previous !== undefined)
        before.set(module.id, (before.get(module.id) ?? new Set()).add(previous.id));
    });
  }
  const small = [...reached].filter(([, learners]) => learners < minimum).map(([id]) => id);
  return new Set(small.flatMap((id) => [id, ...(before.get(id) ?? [])]));
}
