import { Problem } from '#platform';
import { recallProgram, type Clocks, type Program } from '#program';
import { FactReader, activitiesOf } from './facts/fact-reader.ts';
import { frameOf, peopleAt, type Store } from './frame/frame-at.ts';
import type { Frame } from './frame/frame.ts';
import { monthEndsBefore } from './trend/month-ends.ts';

/** No definition of the program is in force at the asked clocks. */
export class UnknownProgram extends Problem {
  readonly program: string;

  constructor(program: string, { asOf, knownBy }: Clocks) {
    super({
      status: 404,
      type: 'not-found',
      title: 'Not found',
      detail: `No program ${program} is in force at ${asOf}, as known by ${knownBy}.`,
    });
    this.name = 'UnknownProgram';
    this.program = program;
  }
}

/** All that one answer reads from: the frame now, those of the points of its trend, and the facts, each read once for all of them. */
export interface Inquiry {
  readonly now: Frame;
  /** in time order */
  readonly past: readonly Frame[];
  readonly reader: FactReader;
}

/** @throws UnknownProgram */
export async function inquire(
  store: Store,
  program: string,
  clocks: Clocks,
  trend: boolean,
): Promise<Inquiry> {
  const { clickhouse, tenant, context } = store;
  const current = await recallProgram(clickhouse, tenant, program, clocks, context);
  if (current === null) throw new UnknownProgram(program, clocks);
  const { knownBy } = clocks;
  const activities = await activitiesOf(store, program, knownBy);
  const points = trend ? trendClocks(current.program, clocks) : [];
  const [people, past] = await Promise.all([
    peopleAt(store, current.program, activities, clocks),
    Promise.all(points.map((point) => frameAt(store, program, activities, point))),
  ]);
  return {
    now: frameOf(current.program, clocks, people),
    past: past.filter((frame) => frame !== null),
    reader: new FactReader({ ...store, program, knownBy }),
  };
}

/** Null: nothing was defined then. */
async function frameAt(
  store: Store,
  id: string,
  activities: readonly string[],
  clocks: Clocks,
): Promise<Frame | null> {
  const { clickhouse, tenant, context } = store;
  const found = await recallProgram(clickhouse, tenant, id, clocks, context);
  if (found === null) return null;
  return frameOf(found.program, clocks, await peopleAt(store, found.program, activities, clocks));
}

/** The month ends before the asked moment, with the knowledge asked for. */
function trendClocks(program: Program, { asOf, knownBy }: Clocks): Clocks[] {
  const { start, timeZone } = program.program;
  return monthEndsBefore(asOf, start, timeZone).map((end) => ({ asOf: end, knownBy }));
}
