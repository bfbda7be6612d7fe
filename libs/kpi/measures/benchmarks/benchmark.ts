import type { FactReader } from '../../facts/fact-reader.ts';
import type { Frame } from '../../frame/frame.ts';
import type { MeasureUnit } from '../measure.schema.ts';
import type { MeasureValue } from '../measure.ts';
import type { Feed } from '../../freshness/feed.ts';

/** How the benchmark of a track is computed; the program file names it by its id. */
export interface Benchmark {
  readonly id: string;
  readonly unit: MeasureUnit;
  value(reader: FactReader, frame: Frame): Promise<BenchmarkValue>;
}

export interface BenchmarkValue extends MeasureValue {
  readonly feed: Feed;
}
