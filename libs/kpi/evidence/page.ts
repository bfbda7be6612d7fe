import { compareKeys, sortKey } from './cursor.ts';
import type { EvidenceEntry, EvidencePart } from './evidence.ts';

export interface EvidenceSlice {
  readonly entries: readonly EvidenceEntry[];
  /** sort key of the last entry; null: there is no more */
  readonly after: string[] | null;
}

/** The entries of one part (null: all) that follow a sort key, in order, at most `limit`. */
export function sliceOf(
  evidence: readonly EvidenceEntry[],
  part: EvidencePart | null,
  after: readonly string[] | null,
  limit: number,
): EvidenceSlice {
  const ordered = evidence
    .filter((entry) => part === null || entry.part === part)
    .map((entry) => ({ entry, key: sortKey(entry) }))
    .filter(({ key }) => after === null || compareKeys(key, after) > 0)
    .sort((a, b) => compareKeys(a.key, b.key));
  const page = ordered.slice(0, limit);
  const last = page.at(-1);
  return {
    entries: page.map(({ entry }) => entry),
    after: last !== undefined && ordered.length > page.length ? last.key : null,
  };
}
