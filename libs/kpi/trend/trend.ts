import { ByIdentity } from '#facts';
import type { Clocks, Program } from '#program';
import type { FactReader } from '../facts/fact-reader.ts';
import { frameOf, type People } from '../frame/frame-at.ts';
import type { Frame } from '../frame/frame.ts';
import type { TrendPoint } from '../kpi.schema.ts';
import type { KpiLoader } from '../reading.ts';

/** A moment of the trend: the definition and the people in force then, and the facts that had occurred. */
export interface PastPoint {
  readonly program: Program;
  readonly clocks: Clocks;
  readonly people: People;
  readonly reader: FactReader;
}

/** A point of the trend, and of how many it is. */
export interface PastFigure {
  readonly point: TrendPoint;
  readonly n: number;
  readonly program: Program;
}

const known = new ByIdentity<PastFigure>();
const frames = new ByIdentity<Frame>();

/** The trend of a KPI. A point whose facts are the same as when it was last asked for is not worked out again. */
export function trendOf(loader: KpiLoader, points: readonly PastPoint[]): Promise<PastFigure[]> {
  return Promise.all(
    points.map(async (point) => {
      const { program, clocks, people, reader } = point;
      const [loaded, facts] = await Promise.all([loader.load(reader), reader.everything()]);
      const inputs = [program, people.memberships, people.identities, ...facts];
      return known.of(inputs, `${loader.definition.id} ${clocks.asOf}`, () => {
        const { value, n, verdict } = loaded.at(frameOfPoint(point)).whole();
        return { point: { asOf: clocks.asOf, value, status: verdict.status }, n, program };
      });
    }),
  );
}

/** The frame of a point, made once however many ask. */
export function frameOfPoint(point: PastPoint): Frame {
  return frames.of([point], '', () => frameOf(point.program, point.clocks, point.people));
}
