import type { Clocks } from '../calendar.ts';
import type { DirtName } from '../dirt/kinds.ts';
import type { Push } from '../push/pack.ts';
import type { Truth } from '../truth/truth.ts';
import { truthOf } from '../truth/truth.ts';
import { careless } from './careless.ts';
import { readLearners } from './learners.ts';
import { readLearning } from './learning.ts';
import { received } from './received.ts';
import { readTools } from './tools.ts';

/**
 * The five KPIs from the pushes alone, read in memory as the product must read them: ids once, conflicts refused, voids,
 * both clocks, identities, modules. With `ignore`, that one care is left out: the number that such a reader would report.
 */
export function naiveReading(
  pushes: readonly Push[],
  clocks: Clocks,
  { ignore = null }: { readonly ignore?: DirtName | null } = {},
): Truth {
  const rows = received(pushes, clocks, ignore);
  const learners = readLearners(rows, ignore);
  const read = {
    learners,
    prompts: [],
    ...readLearning(rows, learners, ignore),
    ...readTools(rows, ignore),
  };
  // what was told later than knownBy is read only by a reader without that clock
  const knownBy = ignore === 'late' ? pushes.at(-1)?.at : undefined;
  return truthOf(careless(read, ignore), { ...clocks, ...(knownBy === undefined ? {} : { knownBy }) });
}
