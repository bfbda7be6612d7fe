import { Problem } from '#platform';
import { recallProgram, type Clocks, type Program } from '#program';
import { FactReader, activitiesOf } from './facts/fact-reader.ts';
import { frameAt, type Store } from './frame/frame-at.ts';
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

/** All that one answer reads from: the frame now, the frames of the trend, and the facts, each read once. */
export interface Inquiry {
  readonly now: Frame;
  /** settles later than `now`: the answer's own facts need not wait for it */
  readonly past: Promise<Frame[]>;
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
  const points = trend ? trendClocks(current.program, clocks) : [];
  const earlier = Promise.all(
    points.map(async (point) => {
      const found = await recallProgram(clickhouse, tenant, program, point, context);
      return found === null ? [] : [{ clocks: point, program: found.program }];
    }),
  ).then((definitions) => definitions.flat());
  const activities = await activitiesOf(store, program, clocks);
  const past = earlier.then((found) =>
    Promise.all(found.map(({ program, clocks }) => frameAt(store, program, activities, clocks))),
  );
  const reader = new FactReader({ ...store, program, clocks });
  // The caller may fail before it awaits this; its failure is then told by the caller's own.
  past.catch(() => undefined);
  return { now: await frameAt(store, current.program, activities, clocks), past, reader };
}

/** The month ends before the asked moment, with the knowledge asked for. */
function trendClocks(program: Program, { asOf, knownBy }: Clocks): Clocks[] {
  const { start, timeZone } = program.program;
  return monthEndsBefore(asOf, start, timeZone).map((end) => ({ asOf: end, knownBy }));
}
