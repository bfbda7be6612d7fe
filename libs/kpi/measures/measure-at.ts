import type { ClickHouse } from '#clickhouse';
import { badRequest } from '#platform';
import type { Clocks } from '#program';
import { inquire } from '../inquiry.ts';
import { dimensions, type Dimension } from '../kpi.schema.ts';
import { contextOf } from '../scorecard.ts';
import { assembleMeasure } from './assemble-measure.ts';
import type { Measure } from './measure.ts';
import type { MeasureJson } from './measure.schema.ts';

/** The resolved clocks, and what to break down by. */
export interface MeasureOptions extends Clocks {
  readonly by?: Dimension | undefined;
  readonly requestId?: string | undefined;
}

/**
 * A supporting measure of a program at both clocks.
 * @throws UnknownProgram; Problem 400 when the measure has no such breakdown
 */
export async function measureAt(
  clickhouse: ClickHouse,
  tenant: string,
  program: string,
  measure: Measure,
  options: MeasureOptions,
): Promise<MeasureJson> {
  const { asOf, knownBy, by = null } = options;
  expectDimension(measure, by);
  const store = { clickhouse, tenant, context: contextOf(options) };
  const { now, reader } = await inquire(store, program, { asOf, knownBy }, false);
  return assembleMeasure(measure, await measure.figure(reader, now, by), now, by);
}

/** @throws Problem 400 that names the dimensions there are */
export function expectDimension(measure: Measure, by: Dimension | null): void {
  if (by === null || measure.dimensions.includes(by)) return;
  const known = dimensions.filter((dimension) => measure.dimensions.includes(dimension));
  const right = known.length === 0 ? 'Ask without by.' : `It can be broken down by ${known.join(', ')}.`;
  throw badRequest(`The measure ${measure.id} is not broken down by ${by}. ${right}`, [
    { pointer: 'by', reason: `Not a breakdown of ${measure.id}.` },
  ]);
}
