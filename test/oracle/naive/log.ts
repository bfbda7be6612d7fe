import type { Instant } from '#platform';
import { z } from 'zod';

/** An event as the log has it: the oracle's only input. */
export interface LogEntry {
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  readonly data: unknown;
}

export interface Pair {
  readonly asOf: Instant;
  readonly knownBy: Instant;
}

/** An event with what it says. */
export interface Told<Data> {
  readonly entry: LogEntry;
  readonly data: Data;
}

const statementType = 'plumbline.xapi.statement-stored';
const voidingStatement = z.object({
  verb: z.object({ id: z.literal('http://adlnet.gov/expapi/verbs/voided') }),
  object: z.object({ objectType: z.literal('StatementRef'), id: z.string() }),
});
const target = z.object({ source: z.string(), id: z.string() });

/**
 * The events that count at a pair, in the order they occurred, of one moment in the order they were recorded. "An event counts
 * if occurred_at ≤ asOf and recorded_at ≤ knownBy. Voids cut on recorded_at only." A void cannot be voided.
 */
export function countedAt(log: readonly LogEntry[], { asOf, knownBy }: Pair): LogEntry[] {
  const known = log.filter(({ recordedAt }) => recordedAt <= knownBy);
  const voided = new Set(known.flatMap(voidedBy));
  return known
    .filter(({ occurredAt }) => occurredAt <= asOf)
    .filter(({ source, id }) => !voided.has(JSON.stringify([source, id])))
    .toSorted(byTime);
}

function voidedBy({ type, source, data }: LogEntry): string[] {
  if (type === 'plumbline.event.voided') {
    const named = target.parse(data);
    return [JSON.stringify([named.source, named.id])];
  }
  if (type !== statementType) return [];
  const statement = voidingStatement.safeParse(data);
  return statement.success ? [JSON.stringify([source, statement.data.object.id])] : [];
}

/** Earlier first; of one moment the first recorded first. No two events of a tenant are recorded at one moment. */
export function byTime(a: LogEntry, b: LogEntry): number {
  return compare(a.occurredAt, b.occurredAt) || compare(a.recordedAt, b.recordedAt);
}

export function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The events of one type, with their data read. */
export function told<Data>(
  entries: readonly LogEntry[],
  type: string,
  schema: z.ZodType<Data>,
): Told<Data>[] {
  return entries
    .filter((entry) => entry.type === `plumbline.${type}`)
    .map((entry) => ({ entry, data: schema.parse(entry.data) }));
}

/** What the events of several types say, in time order, with the last word of the type as `kind`. */
export function toldAs<Data>(
  entries: readonly LogEntry[],
  noun: string,
  kinds: readonly string[],
  schema: z.ZodType<Data>,
): (Told<Data> & { readonly kind: string })[] {
  return kinds
    .flatMap((kind) => told(entries, `${noun}.${kind}`, schema).map((event) => ({ ...event, kind })))
    .toSorted((a, b) => byTime(a.entry, b.entry));
}
