import { defineQuery, type ClickHouse } from '#clickhouse';
import { z } from 'zod';
import { DIGEST_BYTES, IdentityFilter } from './identity-filter.ts';

/** How many identities all tenants have (tenant is passed as ''); more than there are while duplicates are not merged. */
const identityCount = defineQuery({
  name: 'event-log.identity-count',
  sql: `SELECT count() AS identities FROM event_identities WHERE {tenant:String} = '' OR tenant = {tenant:String}`,
  params: z.object({}),
  row: z.object({ identities: z.coerce.number() }),
});

/** The digests of all identities, as the filter makes them of an `identityKey`. */
const identityDigests = defineQuery({
  name: 'event-log.identity-digests',
  sql: `
    SELECT toFixedString(substring(SHA256(concat(tenant, '\\0', source, '\\0', id)), 1, ${DIGEST_BYTES}), ${DIGEST_BYTES}) AS digest
    FROM event_identities WHERE {tenant:String} = '' OR tenant = {tenant:String}`,
  params: z.object({}),
  row: z.never(),
});

/**
 * The filter of the identities in the log. Complete when log and facts agree and nobody else writes; then the process
 * that appends keeps it so. Reads some two million identities in a second.
 */
export async function knownIdentities(
  clickhouse: ClickHouse,
  onProgress: (read: number, of: number) => void = () => undefined,
): Promise<IdentityFilter> {
  const [count] = await clickhouse.query(identityCount, '', {});
  const of = count?.identities ?? 0;
  const filter = new IdentityFilter(of);
  let read = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of clickhouse.streamBinary(identityDigests, '', {})) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let at = 0;
    for (; at + DIGEST_BYTES <= bytes.length; at += DIGEST_BYTES) filter.addDigest(bytes, at);
    rest = bytes.subarray(at);
    read += at / DIGEST_BYTES;
    onProgress(read, of);
  }
  if (rest.length > 0) throw new Error('The identities of the log ended in the middle of one.');
  return filter;
}
