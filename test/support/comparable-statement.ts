import type { Json, JsonRecord } from './arbitrary-statements.ts';

/** What a reader gets back of what was sent: without what the LRS decides, and with context activities as arrays. */
export function comparable(statement: JsonRecord, version: string): JsonRecord {
  const { id: _id, stored: _stored, authority: _authority, version: _version, ...rest } = statement;
  return normal(rest, version);
}

function normal(statement: JsonRecord, version: string): JsonRecord {
  const { timestamp, context, object } = statement;
  const view: JsonRecord = { ...statement };
  if (version === '2.0' && typeof timestamp === 'string') view['timestamp'] = moment(timestamp);
  if (isRecord(context) && isRecord(context['contextActivities'])) {
    const lists = Object.entries(context['contextActivities']).map(([kind, list]): [string, Json] => [
      kind,
      Array.isArray(list) ? list : [list],
    ]);
    view['context'] = { ...context, contextActivities: Object.fromEntries(lists) };
  }
  if (isRecord(object) && object['objectType'] === 'SubStatement') view['object'] = normal(object, version);
  return view;
}

function moment(timestamp: string): string {
  return new Date(timestamp.replace('z', 'Z').replace(/(\.\d{3})\d+/, '$1')).toISOString();
}

export function isRecord(value: Json | undefined): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of a mutated statement may be anything; a time that is accepted is one that Date reads. */
export function record(value: unknown): JsonRecord {
  const copy: JsonRecord = JSON.parse(JSON.stringify(value));
  return copy;
}

/** A statement that came without a timestamp has that of its storing. */
export function timed(sent: JsonRecord, back: JsonRecord, version: string): JsonRecord {
  const { stored } = back;
  if (sent['timestamp'] !== undefined || typeof stored !== 'string') return sent;
  return { ...sent, timestamp: version === '2.0' ? moment(stored) : stored };
}
