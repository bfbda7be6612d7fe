import type { Clocks } from '#program';
import { freshnessOf } from '../freshness/freshness.ts';
import type { Frame } from '../frame/frame.ts';
import type { Dimension } from '../kpi.schema.ts';
import type { AskedFigure } from './asked-figure.ts';
import type { Measure, MeasureRow, MeasureValue } from './measure.ts';
import type { MeasureJson, MeasureRowJson } from './measure.schema.ts';

/** A measure as JSON, with small groups hidden. */
export function assembleMeasure(
  measure: Measure,
  { figure, hidden, rowsAt }: AskedFigure,
  frame: Frame,
  by: Dimension | null,
): MeasureJson {
  const { asOf, knownBy } = frame.clocks;
  const { id, title, definition, definitionVersion, unit, selfReported } = measure;
  return {
    measure: id,
    title,
    definition,
    definitionVersion,
    unit,
    selfReported,
    program: frame.program.program.id,
    period: figure.period,
    asOf,
    knownBy,
    by,
    ...valueOf(figure, hidden.whole),
    excluded: hidden.whole ? {} : { ...figure.excluded },
    unmatched: figure.unmatched,
    rows: figure.rows.map((row) => {
      const shown = hidden.withoutDetails.has(row) ? withoutParts(row) : row;
      return rowOf(shown, measure, hidden.whole || hidden.rows.has(row), rowsAt);
    }),
    notes: [...figure.notes],
    freshness: freshnessOf(figure.feed, asOf),
  };
}

/** What counts people by what nobody audits stays out, and so does an interval from which such counts can be worked out. */
function withoutParts(row: MeasureRow): MeasureRow {
  return { ...row, details: {}, interval: row.numerator === null ? null : row.interval };
}

function rowOf(
  row: MeasureRow,
  measure: Measure,
  hidden: boolean,
  { asOf, knownBy }: Clocks,
): MeasureRowJson {
  const { key, title, column } = row;
  return {
    key,
    title,
    column: column === null ? null : { ...column },
    asOf,
    knownBy,
    unit: row.unit ?? measure.unit,
    ...valueOf(row, hidden),
  };
}

function valueOf(figure: MeasureValue, hidden: boolean) {
  if (hidden)
    return {
      value: null,
      numerator: null,
      denominator: null,
      n: null,
      interval: null,
      reason: 'Hidden to protect the people in small groups.',
      suppressed: true,
      details: {},
    };
  const { value, numerator, denominator, n, interval, reason, details } = figure;
  return { value, numerator, denominator, n, interval, reason, suppressed: false, details };
}
