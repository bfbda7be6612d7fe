import { z } from 'zod';
import { casesOf, scenarios } from './scenarios.ts';
import { runCase } from './tally.ts';

/** A process that runs one case after the other, as it is told. */
const order = z.strictObject({ id: z.string(), programs: z.int().min(1), seed: z.string() });

const cases = new Map(casesOf(scenarios).map((one) => [one.id, one]));

process.on('message', (message) => {
  const { id, programs, seed } = order.parse(message);
  const wanted = cases.get(id);
  if (wanted === undefined) throw new RangeError(`No case: ${id}`);
  process.send?.(runCase(wanted, programs, seed));
});
// Ctrl-C goes to the whole group; who started this process says when it ends.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));
