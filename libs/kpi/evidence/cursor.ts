import { z } from 'zod';
import { decodePageCursor, encodePageCursor, parseInstant, type Instant } from '#platform';
import { dimensionSchema, kpiIdSchema } from '../kpi.schema.ts';
import { compareText, evidenceParts, type EvidenceEntry } from './evidence.ts';

/** A moment in a cursor; anyone can write one, so it may be none. */
export const cursorInstant = z.string().transform((text, context): Instant => {
  const moment = parseInstant(text);
  if (moment !== null) return moment;
  context.addIssue({ code: 'custom', message: 'not a moment' });
  return z.NEVER;
});

const cursorSchema = z.strictObject({
  program: z.string(),
  kpi: kpiIdSchema,
  asOf: cursorInstant,
  knownBy: cursorInstant,
  part: z.enum(evidenceParts).nullable(),
  by: dimensionSchema.nullable(),
  key: z.string().nullable(),
  /** sort key of the last entry that was given */
  after: z.array(z.string()).length(6),
});

/** Where a reader of evidence stands: the whole question with its resolved clocks, so that later events change nothing. */
export type EvidenceCursor = z.infer<typeof cursorSchema>;

export function encodeCursor(cursor: EvidenceCursor): string {
  return encodePageCursor(cursor);
}

/** @throws Problem 400 when the text is no cursor of this server's */
export function decodeCursor(text: string): EvidenceCursor {
  return decodePageCursor(text, cursorSchema);
}

/** What entries are ordered by; no two entries of one answer have the same. */
export function sortKey(entry: EvidenceEntry): string[] {
  const part = String(evidenceParts.indexOf(entry.part));
  return [part, entry.occurredAt, entry.source, entry.id, entry.subject, entry.reason ?? ''];
}

/** The order of the sort keys, without making them. */
export function compareEntries(a: EvidenceEntry, b: EvidenceEntry): number {
  return (
    evidenceParts.indexOf(a.part) - evidenceParts.indexOf(b.part) ||
    compareText(a.occurredAt, b.occurredAt) ||
    compareText(a.source, b.source) ||
    compareText(a.id, b.id) ||
    compareText(a.subject, b.subject) ||
    compareText(a.reason ?? '', b.reason ?? '')
  );
}

/** Where an entry lies to a sort key: below zero before it. */
export function compareToKey(entry: EvidenceEntry, key: readonly string[]): number {
  for (const [index, text] of sortKey(entry).entries()) {
    const order = compareText(text, key[index] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}
