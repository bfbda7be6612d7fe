import { jsonAsSent, parseExactJson, type Instant } from '#platform';

/** A checked event as it goes into the log; its recorded time is given there. */
export interface IncomingEvent {
  readonly source: string;
  readonly id: string;
  readonly type: string;
  /** Version of the data as sent. */
  readonly version: number;
  readonly subject: string;
  /** '' when the event names no program. */
  readonly program: string;
  /** Null when the sender gave no time: it then occurred when it is recorded. */
  readonly occurredAt: Instant | null;
  /** Every canonical identity under which the learner may appear (`identityKeys`); for enrolled and identified. */
  readonly identities: readonly string[];
  /** The data as sent, as JSON. */
  readonly data: string;
  /** The data in the current version of its type, as JSON; '' when it was sent in that version. */
  readonly upcastData: string;
  /** The CloudEvents attributes as sent beside specversion, id, source, type and data, as JSON; '' when there are none. */
  readonly attributes: string;
  /** SHA-256, lower-case hex: equal exactly when type, version, subject, time as sent, data and extensions are. */
  readonly contentHash: string;
}

/** The columns of the log that an event as sent is rebuilt from. */
export interface StoredEvent {
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly attributes: string;
  readonly data: string;
}

/** The CloudEvent (JSON format) as it was sent. */
export function toCloudEvent(row: StoredEvent): Record<string, unknown> {
  const attributes: unknown = row.attributes === '' ? {} : JSON.parse(row.attributes);
  const data = parseExactJson(jsonAsSent(row.data));
  return { specversion: '1.0', id: row.id, source: row.source, type: row.type, ...Object(attributes), data };
}
