import type { Instant } from '#platform';
import type { AppendOutcome, AppendRequest, AppendResult, CandidateEvent } from './event-log.ts';

/** What stands under an identity: in the log already, or earlier in the same group. */
export interface Standing {
  readonly contentHash: string;
  readonly recordedAt: Instant;
}

/** An event that became new, and when. */
export interface RecordedEvent {
  readonly tenant: string;
  /** The id of the key that sent it. */
  readonly recordedBy: string;
  readonly event: CandidateEvent;
  readonly recordedAt: Instant;
}

/** Identity within the store. NUL cannot occur in its parts. */
export function identityKey(tenant: string, source: string, id: string): string {
  return `${tenant}\u0000${source}\u0000${id}`;
}

/**
 * Decides, request by request in order, what of a group is new, a duplicate or a conflict, and what stands afterwards.
 * The first stands; an atomic request with a conflict leaves no trace. `standing` is updated with what becomes new.
 */
export function decideGroup(
  requests: readonly AppendRequest[],
  standing: Map<string, Standing>,
  reserve: (count: number) => Instant[],
): { results: AppendResult[]; recorded: RecordedEvent[] } {
  const recorded: RecordedEvent[] = [];
  const results = requests.map((request) => decideRequest(request, standing, reserve, recorded));
  return { results, recorded };
}

function decideRequest(
  request: AppendRequest,
  standing: Map<string, Standing>,
  reserve: (count: number) => Instant[],
  recorded: RecordedEvent[],
): AppendResult {
  const keys = request.events.map((event) => identityKey(request.tenant, event.source, event.id));
  const fresh = new Map<string, CandidateEvent>();
  const verdicts = request.events.map((event, index): AppendOutcome['outcome'] => {
    const key = keys[index] ?? '';
    const hash = standing.get(key)?.contentHash ?? fresh.get(key)?.contentHash;
    if (hash === undefined) {
      fresh.set(key, event);
      return 'stored';
    }
    return hash === event.contentHash ? 'duplicate' : 'conflict';
  });
  if (request.atomic && verdicts.includes('conflict')) {
    return {
      stored: false,
      conflicts: verdicts.flatMap((verdict, index) => (verdict === 'conflict' ? [index] : [])),
    };
  }
  const moments = reserve(fresh.size);
  [...fresh].forEach(([key, event], index) => {
    const recordedAt = moments[index];
    if (recordedAt === undefined)
      throw new Error(`Reserved ${moments.length} moments for ${fresh.size} events.`);
    standing.set(key, { contentHash: event.contentHash, recordedAt });
    recorded.push({ tenant: request.tenant, recordedBy: request.recordedBy, event, recordedAt });
  });
  const outcomes = verdicts.map((outcome, index): AppendOutcome => {
    const there = standing.get(keys[index] ?? '');
    if (!there) throw new Error(`No event stands under the identity of event ${index}.`);
    return { outcome, recordedAt: there.recordedAt };
  });
  return { stored: true, outcomes };
}
