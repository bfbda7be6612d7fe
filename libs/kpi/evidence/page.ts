import { compareEntries, compareToKey, sortKey } from './cursor.ts';
import { evidenceParts, type EvidenceEntry, type EvidencePart } from './evidence.ts';

export interface EvidenceSlice {
  readonly entries: readonly EvidenceEntry[];
  /** sort key of the last entry; null: there is no more */
  readonly after: string[] | null;
}

/** The entries of one part (null: all) that follow a sort key, in order, at most `limit`. Parts that the page does not reach are not sorted. */
export function sliceOf(
  evidence: readonly EvidenceEntry[],
  part: EvidencePart | null,
  after: readonly string[] | null,
  limit: number,
): EvidenceSlice {
  const byPart = Map.groupBy(evidence, (entry) => entry.part);
  const following: EvidenceEntry[] = [];
  for (const one of part === null ? evidenceParts : [part]) {
    if (following.length > limit) break;
    const own = (byPart.get(one) ?? []).filter((entry) => after === null || compareToKey(entry, after) > 0);
    following.push(...own.sort(compareEntries).slice(0, limit + 1 - following.length));
  }
  const entries = following.slice(0, limit);
  const last = entries.at(-1);
  return { entries, after: last !== undefined && following.length > limit ? sortKey(last) : null };
}
