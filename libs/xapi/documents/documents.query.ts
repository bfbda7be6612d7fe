import { type ClickHouse, defineQuery } from '#clickhouse';
import type { Instant } from '#platform';
import { z } from 'zod';
import type { DocumentKey, DocumentScope } from './document-key.ts';

/** A document as it was sent. */
export interface Document {
  /** the Content-Type of the request that brought it */
  readonly contentType: string;
  readonly content: Buffer;
}

export interface StoredDocument extends Document {
  /** SHA-1 of the content in lower-case hex */
  readonly sha1: string;
  readonly updatedAt: Instant;
}

/** What was last written under a key: a document, or that it was deleted. */
export type LastWritten =
  ({ readonly deleted: false } & StoredDocument) | { readonly deleted: true; readonly updatedAt: Instant };

const instant = z.string().transform((text) => text as Instant);

const lastWrittenQuery = defineQuery({
  name: 'xapi.document',
  sql: `
    SELECT content_type, base64Encode(content) AS content, sha1, deleted, updated_at FROM documents
    WHERE tenant = {tenant:String} AND kind = {kind:String} AND activity = {activity:String} AND agent = {agent:String}
      AND registration = {registration:String} AND id = {id:String}
    ORDER BY updated_at DESC LIMIT 1`,
  params: z.object({
    kind: z.string(),
    activity: z.string(),
    agent: z.string(),
    registration: z.string(),
    id: z.string(),
  }),
  row: z.object({
    content_type: z.string(),
    content: z.base64(),
    sha1: z.string(),
    deleted: z.boolean(),
    updated_at: instant,
  }),
});

/** What was last written under a key; null when nothing ever was. */
export async function lastWritten(
  clickhouse: ClickHouse,
  tenant: string,
  { kind, activity, agent, registration, id }: DocumentKey,
): Promise<LastWritten | null> {
  const params = { kind, activity, agent, registration, id };
  const [row] = await clickhouse.query(lastWrittenQuery, tenant, params);
  if (row === undefined) return null;
  const { content_type: contentType, content, sha1, deleted, updated_at: updatedAt } = row;
  if (deleted) return { deleted, updatedAt };
  return { deleted, contentType, content: Buffer.from(content, 'base64'), sha1, updatedAt };
}

const documentsQuery = defineQuery({
  name: 'xapi.documents',
  sql: `
    SELECT registration, id, max(updated_at) AS last FROM documents
    WHERE tenant = {tenant:String} AND kind = {kind:String} AND activity = {activity:String} AND agent = {agent:String}
      AND ({anyRegistration:Bool} OR registration = {registration:String})
    GROUP BY registration, id
    HAVING NOT argMax(deleted, updated_at) AND ({since:String} = '' OR last > parseDateTime64BestEffortOrNull({since:String}, 6, 'UTC'))
    ORDER BY registration, id`,
  params: z.object({
    kind: z.string(),
    activity: z.string(),
    agent: z.string(),
    anyRegistration: z.boolean(),
    registration: z.string(),
    since: z.string(),
  }),
  row: z.object({ registration: z.string(), id: z.string(), last: instant }),
});

/** One document of a scope, without its content. */
export interface ListedDocument {
  readonly registration: string;
  readonly id: string;
  readonly updatedAt: Instant;
}

/** The documents of a scope, by registration and id. @param since only those written after this moment */
export async function documentsOf(
  clickhouse: ClickHouse,
  tenant: string,
  { kind, activity, agent, registration }: DocumentScope,
  since: Instant | null,
): Promise<ListedDocument[]> {
  const rows = await clickhouse.query(documentsQuery, tenant, {
    kind,
    activity,
    agent,
    anyRegistration: registration === null,
    registration: registration ?? '',
    since: since ?? '',
  });
  return rows.map((row) => ({ registration: row.registration, id: row.id, updatedAt: row.last }));
}
