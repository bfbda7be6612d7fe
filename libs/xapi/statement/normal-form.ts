import { hash } from 'node:crypto';
import type { Instant } from '#platform';
import { VOIDED } from './check-statement.ts';
import { contentText } from './content-text.ts';
import { isObject, type JsonObject } from './json-value.ts';
import type { RuleSet } from './rules.ts';
import { inUtc, parseTimestamp } from './timestamp.ts';

/** What the LRS decides about a statement that it takes in. */
export interface Assignment {
  /** The id for a statement that came without one: a UUID. */
  readonly newId: () => string;
  /** An Agent, or a pair of them, made from the credentials; it replaces whatever the sender wrote. */
  readonly authority: JsonObject;
  readonly rules: RuleSet;
}

/** A valid statement as it will be stored, but for the moment of storing. */
export interface PreparedStatement {
  /** Lower case: UUIDs are compared without case. */
  readonly id: string;
  /** The LRS made the id, so no earlier statement can have it. */
  readonly idIsNew: boolean;
  /** The JSON text with `stored` set, and `timestamp` too when the sender set none. Cheap: two splices. */
  json(stored: Instant): string;
  /** When it happened; null when the sender does not say, which means at `stored`. */
  readonly timestamp: Instant | null;
  /** SHA-256 of the content in hexadecimal digits: equal exactly for equal re-sends (`contentText`). */
  readonly contentHash: string;
  /** The id of the statement that this one takes back, in lower case. */
  readonly voids: string | null;
  /** The digests that its attachments are known by, in lower case, each once. */
  readonly attachments: readonly string[];
  /** The statement without `stored`. */
  readonly statement: JsonObject;
}

/**
 * Brings a valid statement into the form it is kept and returned in: id, version and authority set, context activities
 * as arrays (xAPI 1.0.3 Data 2.4.6.2), times in UTC under 2.0 (IEEE 9274.1.1 4.2.7). Nothing else is touched, so
 * `format=exact` gives back what was sent. The given object is not changed.
 */
export function prepareStatement(
  raw: JsonObject,
  { newId, authority, rules }: Assignment,
): PreparedStatement {
  const sentId = raw['id'];
  const id = typeof sentId === 'string' ? sentId.toLowerCase() : newId();
  const sent = raw['timestamp'];
  const timestamp = typeof sent === 'string' ? parseTimestamp(sent, rules) : null;
  const { stored: _overwritten, ...rest } = raw;
  const statement: Record<string, unknown> = {
    ...inNormalForm(rest, rules),
    id,
    version: raw['version'] ?? (rules === '1.0' ? '1.0.0' : '2.0.0'),
    authority,
  };
  const head = JSON.stringify(statement).slice(0, -1);
  const beforeStored = timestamp === null ? `${head},"timestamp":"` : `${head},"stored":"`;
  return {
    id,
    idIsNew: typeof sentId !== 'string',
    json: (stored) =>
      timestamp === null ? `${beforeStored}${stored}","stored":"${stored}"}` : `${beforeStored}${stored}"}`,
    timestamp,
    contentHash: hash('sha256', contentText(raw, rules), 'hex'),
    voids: voidedBy(raw),
    attachments: attachmentsOf(raw),
    statement,
  };
}

/** A statement or SubStatement with its context activities as arrays and, under 2.0, its time in UTC. */
function inNormalForm(statement: JsonObject, rules: RuleSet): JsonObject {
  let normal = statement;
  const { timestamp, context, object } = statement;
  if (rules === '2.0' && typeof timestamp === 'string' && !timestamp.endsWith('Z')) {
    const instant = parseTimestamp(timestamp, rules);
    if (instant !== null) normal = { ...normal, timestamp: inUtc(timestamp, instant) };
  }
  if (isObject(context) && isObject(context['contextActivities'])) {
    const activities = Object.entries(context['contextActivities']);
    if (activities.some(([, value]) => !Array.isArray(value))) {
      const lists = activities.map(([key, value]) => [key, Array.isArray(value) ? value : [value]]);
      normal = { ...normal, context: { ...context, contextActivities: Object.fromEntries(lists) } };
    }
  }
  if (isObject(object) && object['objectType'] === 'SubStatement') {
    normal = { ...normal, object: inNormalForm(object, rules) };
  }
  return normal;
}

function voidedBy({ verb, object }: JsonObject): string | null {
  if (!isObject(verb) || verb['id'] !== VOIDED || !isObject(object)) return null;
  return typeof object['id'] === 'string' ? object['id'].toLowerCase() : null;
}

function attachmentsOf(statement: JsonObject): readonly string[] {
  const found = new Set<string>();
  const inner = isObject(statement['object']) ? statement['object']['attachments'] : undefined;
  for (const list of [statement['attachments'], inner]) {
    if (!Array.isArray(list)) continue;
    for (const attachment of list) {
      if (isObject(attachment) && typeof attachment['sha2'] === 'string')
        found.add(attachment['sha2'].toLowerCase());
    }
  }
  return [...found];
}
