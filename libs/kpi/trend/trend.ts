import { ByIdentity, markAt } from '#facts';
import type { Program } from '#program';
import type { Inquiry } from '../inquiry.ts';
import type { TrendPoint } from '../kpi.schema.ts';
import type { KpiLoader } from '../reading.ts';

/** A point of the trend, of how many it is, and how many people the program had. */
export interface PastFigure {
  readonly point: TrendPoint;
  readonly n: number;
  readonly people: number;
  readonly program: Program;
}

/** A point is three numbers; many moments of knowledge have the same. */
const MOST_POINTS = 500;
const known = new ByIdentity<PastFigure>(MOST_POINTS);

/**
 * The trend of a KPI. A point is worked out anew only when something more of what had occurred by then is known: what happens after
 * a month leaves it as it was.
 */
export async function trendOf(loader: KpiLoader, { past, reader }: Inquiry): Promise<PastFigure[]> {
  const loaded = await loader.load(reader);
  return past.map((frame) => {
    const { program, identities, clocks } = frame;
    const { asOf } = clocks;
    const marks = loaded.facts.map((list) => markAt(list, asOf));
    const make = () => {
      const { value, n, verdict } = loaded.at(frame).whole();
      return {
        point: { asOf, value, status: verdict.status },
        n,
        people: frame.members.length,
        program,
      };
    };
    return known.of([program, identities], [loader.definition.id, asOf, ...marks].join(' '), make);
  });
}
