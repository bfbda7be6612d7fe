import { isObject, type JsonObject } from '../statement/json-value.ts';
import type { RuleSet } from '../statement/rules.ts';
import { inUtc, parseTimestamp } from '../statement/timestamp.ts';

/**
 * `format=exact`: the statement as stored. To a reader of 2.0 a statement that came under 1.0 with another zone gives
 * its times in UTC (IEEE 9274.1.1 4.2.7); to a reader of 1.0 they stay as they were sent.
 */
export function exactFormat(statement: JsonObject, reader: RuleSet): JsonObject {
  if (reader === '1.0') return statement;
  const { timestamp, object } = statement;
  let view = statement;
  if (typeof timestamp === 'string' && !timestamp.endsWith('Z')) {
    const instant = parseTimestamp(timestamp, '1.0');
    if (instant !== null) view = { ...view, timestamp: inUtc(timestamp, instant) };
  }
  if (isObject(object) && object['objectType'] === 'SubStatement') {
    view = { ...view, object: exactFormat(object, reader) };
  }
  return view;
}
