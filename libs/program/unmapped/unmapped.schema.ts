import { z } from 'zod';
import { moment } from '../fact-columns.ts';

/** What of a statement may be unknown to every program of a tenant. */
export const unmappedKinds = ['activities', 'verbs', 'actors'] as const;
export const unmappedKindSchema = z.enum(unmappedKinds);
export type UnmappedKind = z.infer<typeof unmappedKindSchema>;

/** One activity id, verb id or actor (canonical identity) that statements name and no program knows. */
export const unmappedEntrySchema = z.object({
  key: z.string(),
  /** statements that name it */
  statements: z.number().int(),
  /** id of the latest of them */
  example: z.string(),
  /** when the first and the latest were recorded */
  firstSeen: moment,
  lastSeen: moment,
});
export type UnmappedEntry = z.infer<typeof unmappedEntrySchema>;

export interface UnmappedPage {
  readonly entries: readonly UnmappedEntry[];
  /** for the next page; null: this was the last */
  readonly next: string | null;
}
