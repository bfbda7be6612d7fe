import { defineQuery } from '#clickhouse';
import { SCOPES, type Instant } from '#platform';
import { z } from 'zod';

const keyRow = z.object({
  tenant: z.string(),
  id: z.string(),
  name: z.string(),
  secret_hash: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  lenient: z.boolean(),
  origins: z.array(z.string()),
  created_at: z.string().transform((text) => text as Instant),
  revoked_at: z
    .string()
    .transform((text) => text as Instant)
    .nullable(),
  session: z.string(),
  registration: z.string(),
  actor: z.string(),
  fetch_hash: z.string(),
  expires_at: z
    .string()
    .transform((text) => text as Instant)
    .nullable(),
});

const columns = `
  tenant, id, argMax(name, version) AS name, argMax(secret_hash, version) AS secret_hash, argMax(scopes, version) AS scopes,
  argMax(lenient, version) AS lenient, argMax(origins, version) AS origins, argMax(created_at, version) AS created_at,
  argMax(tuple(revoked_at), version).1 AS revoked_at, argMax(session, version) AS session,
  argMax(registration, version) AS registration, argMax(actor, version) AS actor, argMax(fetch_hash, version) AS fetch_hash, argMax(tuple(expires_at), version).1 AS expires_at`;

/** Without those of sessions of cmi5, of which every launch makes one. */
export const keysOfTenant = defineQuery({
  name: 'access.keys-of-tenant',
  sql: `SELECT ${columns} FROM api_keys WHERE tenant = {tenant:String} AND api_keys.session = '' GROUP BY tenant, id ORDER BY created_at, id`,
  params: z.object({}),
  row: keyRow,
});

export const keysOfSession = defineQuery({
  name: 'access.keys-of-session',
  sql: `SELECT ${columns} FROM api_keys WHERE tenant = {tenant:String} AND api_keys.session = {session:String} GROUP BY tenant, id`,
  params: z.object({ session: z.string() }),
  row: keyRow,
});

/** The one reader that does not know the tenant yet: it finds it by the key. `tenant` is passed as '' and matches all. */
export const keyById = defineQuery({
  name: 'access.key-by-id',
  sql: `SELECT ${columns} FROM api_keys WHERE ({tenant:String} = '' OR tenant = {tenant:String}) AND id = {id:String} GROUP BY tenant, id`,
  params: z.object({ id: z.string() }),
  row: keyRow,
});

/** Keys of every tenant that name an origin; `tenant` is passed as '' and matches all, as a preflight has no key. */
export const keysNamingOrigin = defineQuery({
  name: 'access.keys-naming-origin',
  sql: `
    SELECT count() AS keys FROM (
      SELECT id FROM api_keys WHERE ({tenant:String} = '' OR tenant = {tenant:String}) AND has(origins, {origin:String})
      GROUP BY tenant, id HAVING argMax(tuple(revoked_at), version).1 IS NULL)`,
  params: z.object({ origin: z.string() }),
  row: z.object({ keys: z.coerce.number() }),
});

export type KeyRow = z.infer<typeof keyRow>;
