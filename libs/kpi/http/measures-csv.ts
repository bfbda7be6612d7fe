import type { MeasureJson, MeasureRowJson } from '../measures/measure.schema.ts';
import { csv, type Cell } from './csv.ts';

/** A measure and its rows; `key` is empty for the whole. What stands in the details of rows has columns of its own. */
export function measureCsv(measure: MeasureJson): string {
  const details = [
    ...new Set([measure, ...measure.rows].flatMap((row) => Object.entries(row.details).flatMap(flatName))),
  ];
  const header = [
    'measure',
    'key',
    'title',
    'column',
    'asOf',
    'knownBy',
    'value',
    'unit',
    'numerator',
    'denominator',
    'n',
    'low',
    'high',
    'suppressed',
    'selfReported',
    'reason',
    ...details,
  ];
  const whole = { ...measure, key: '', column: null };
  const rows = [whole, ...measure.rows].map((row) => rowOf(row, measure, details));
  return csv([header, ...rows]);
}

function rowOf(row: MeasureRowJson, { measure, selfReported }: MeasureJson, names: string[]) {
  const {
    key,
    title,
    column,
    asOf,
    knownBy,
    value,
    unit,
    numerator,
    denominator,
    n,
    interval,
    suppressed,
    reason,
  } = row;
  return [
    measure,
    key,
    title,
    column?.key,
    asOf,
    knownBy,
    value,
    unit,
    numerator,
    denominator,
    n,
    interval?.low,
    interval?.high,
    suppressed,
    selfReported,
    reason,
    ...names.map((name) => cellOf(row.details[name])),
  ];
}

/** Objects have no place in a cell; lists of texts do. */
function flatName([name, detail]: [string, unknown]): string[] {
  return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? [] : [name];
}

function cellOf(detail: unknown): Cell {
  if (Array.isArray(detail)) return detail.map(String).join('; ');
  return typeof detail === 'string' || typeof detail === 'number' || typeof detail === 'boolean'
    ? detail
    : null;
}
