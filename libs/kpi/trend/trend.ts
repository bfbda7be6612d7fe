import { ByIdentity } from '#facts';
import type { Program } from '#program';
import type { FactReader } from '../facts/fact-reader.ts';
import type { Frame } from '../frame/frame.ts';
import type { TrendPoint } from '../kpi.schema.ts';
import type { KpiLoader } from '../reading.ts';

/** A moment of the trend: the definition and the people in force then, and the facts that had occurred. */
export interface PastPoint {
  readonly frame: Frame;
  readonly reader: FactReader;
}

/** A point of the trend, and of how many it is. */
export interface PastFigure {
  readonly point: TrendPoint;
  readonly n: number;
  readonly program: Program;
}

const known = new ByIdentity<PastFigure>();

/** The trend of a KPI. A point whose facts are the same as when it was last asked for is not worked out again. */
export function trendOf(loader: KpiLoader, points: readonly PastPoint[]): Promise<PastFigure[]> {
  return Promise.all(
    points.map(async ({ frame, reader }) => {
      const { program, members, learnerOf, clocks } = frame;
      const [loaded, facts] = await Promise.all([loader.load(reader), reader.everything()]);
      const inputs = [program, members, learnerOf, ...facts];
      return known.of(inputs, `${loader.definition.id} ${clocks.asOf}`, () => {
        const { value, n, verdict } = loaded.at(frame).whole();
        return { point: { asOf: clocks.asOf, value, status: verdict.status }, n, program };
      });
    }),
  );
}
