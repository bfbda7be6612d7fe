import { z } from 'zod';
import { Generator } from '#statistics';
import type { Case } from './scenarios.ts';
import type { Side } from './study.ts';

const count = z.int().min(0);

/** How often what was said, over the programs of one case. */
export const tallySchema = z.strictObject({
  id: z.string(),
  programs: count,
  better: count,
  worse: count,
  unclear: count,
  cannot: count,
  /** better by the whole interval */
  certain: count,
  intervals: z.record(z.string(), z.strictObject({ holds: count, above: count, below: count, none: count })),
});

export type Tally = z.infer<typeof tallySchema>;

/** Runs the programs of a case one after the other. The same seed and case give the same tally, whatever else runs. */
export function runCase({ id, scenario, n }: Case, programs: number, seed: string): Tally {
  const random = Generator.of(`${seed} / ${id}`);
  const program = scenario.of(n);
  const tally: Tally = {
    id,
    programs,
    better: 0,
    worse: 0,
    unclear: 0,
    cannot: 0,
    certain: 0,
    intervals: {},
  };
  for (let i = 0; i < programs; i += 1) {
    const outcome = program(random);
    tally[outcome.said] += 1;
    if (outcome.said === 'better' && outcome.certain) tally.certain += 1;
    for (const [name, side] of Object.entries(outcome.intervals)) sidesOf(tally, name)[side] += 1;
  }
  return tally;
}

function sidesOf(tally: Tally, name: string): Record<Side, number> {
  return (tally.intervals[name] ??= { holds: 0, above: 0, below: 0, none: 0 });
}
