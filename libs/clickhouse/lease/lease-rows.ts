import { z } from 'zod';
import { parseInstant, type Instant } from '#platform';
import type { ClickHouse } from '../client/clickhouse.ts';
import type { NamedQuery } from '../client/named-query.ts';

const candidateRow = z.object({
  nonce: z.string(),
  state: z.enum(['claimed', 'held']),
  since: z.string(),
  holder: z.string(),
  /** A `ProcessIdentity` as JSON. */
  process: z.string(),
});

/** One that, by the server's clock, has neither said farewell nor run out of time. */
export type Candidate = z.infer<typeof candidateRow>;

/** A database has one owner, whatever tenants it serves: this is not a read of one tenant. */
const livingCandidates: NamedQuery<object, Candidate> = {
  name: 'lease.candidates',
  sql: `SELECT toString(l.nonce) AS nonce, toString(argMax(l.state, l.said_at)) AS state,
               min(l.claimed_at) AS since, any(l.holder) AS holder, any(l.process) AS process
        FROM leases AS l
        GROUP BY l.nonce
        HAVING argMax(l.state, l.said_at) != 'released'
           AND max(l.said_at) + toIntervalMillisecond(max(l.ttl_ms)) > now64(6)
        ORDER BY since, nonce`,
  params: z.object({}),
  row: candidateRow,
};

const latestWatermark: NamedQuery<object, { consistent_through: string | null }> = {
  name: 'lease.watermark',
  sql: 'SELECT max(l.consistent_through) AS consistent_through FROM leases AS l',
  params: z.object({}),
  row: z.object({ consistent_through: z.string().nullable() }),
};

/** One row of `leases`; its time is the server's. */
export interface Word {
  readonly nonce: string;
  readonly state: 'claimed' | 'held' | 'released';
  readonly claimed_at?: string;
  readonly ttl_ms: number;
  readonly holder: string;
  readonly process: string;
  readonly consistent_through: string | null;
}

export async function say(clickhouse: ClickHouse, word: Word): Promise<void> {
  // Two equal words are two heartbeats, also to a replicated table, which drops equal blocks.
  await clickhouse.insert('leases', [word], { settings: { insert_deduplicate: 0 } });
}

/** Earliest claim first. */
export function readCandidates(clickhouse: ClickHouse): Promise<Candidate[]> {
  return clickhouse.query(livingCandidates, '', {}, { settings: { select_sequential_consistency: 1 } });
}

/** The latest moment through which any owner of this database said that everything is recorded; null before the first. */
export async function readWatermark(clickhouse: ClickHouse): Promise<Instant | null> {
  const [row] = await clickhouse.query(latestWatermark, '', {});
  return row?.consistent_through == null ? null : parseInstant(row.consistent_through);
}
