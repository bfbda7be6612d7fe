import { ByIdentity } from '#facts';
import type { Program } from '#program';
import type { Inquiry } from '../inquiry.ts';
import type { TrendPoint } from '../kpi.schema.ts';
import type { KpiLoader } from '../reading.ts';

/** A point of the trend, and of how many it is. */
export interface PastFigure {
  readonly point: TrendPoint;
  readonly n: number;
  readonly program: Program;
}

const known = new ByIdentity<PastFigure>();

/** The trend of a KPI. A point whose facts are the same as when it was last asked for is not worked out again. */
export async function trendOf(loader: KpiLoader, { past, reader }: Inquiry): Promise<PastFigure[]> {
  const [loaded, facts] = await Promise.all([loader.load(reader), reader.everything()]);
  return past.map((frame) => {
    const { program, members, identities, clocks } = frame;
    const inputs = [...facts, identities, program, members];
    return known.of(inputs, `${loader.definition.id} ${clocks.asOf}`, () => {
      const { value, n, verdict } = loaded.at(frame).whole();
      return { point: { asOf: clocks.asOf, value, status: verdict.status }, n, program };
    });
  });
}
