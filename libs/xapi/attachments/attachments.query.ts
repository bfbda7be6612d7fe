import { type ClickHouse, defineQuery, RowBinaryReader, slicesByLength } from '#clickhouse';
import { STATEMENT_SOURCE } from '#events';
import type { Instant } from '#platform';
import { z } from 'zod';

/** A content that is held: it was found true, and a statement that is stored names it. */
export interface HeldContent {
  /** lower-case hex */
  readonly sha2: string;
  readonly upload: string;
  readonly bytes: number;
}

const heldQuery = defineQuery({
  name: 'xapi.held-contents',
  sql: `
    SELECT sha2, upload, bytes FROM attachments
    WHERE tenant = {tenant:String} AND sha2 IN {sha2:Array(String)} AND (statement, statement_hash) IN (
      SELECT id, content_hash FROM event_identities
      WHERE tenant = {tenant:String} AND source = {source:String} AND id IN (
        SELECT statement FROM attachments WHERE tenant = {tenant:String} AND sha2 IN {sha2:Array(String)}))
    ORDER BY recorded_at, upload
    LIMIT 1 BY sha2`,
  params: z.object({ sha2: z.array(z.string()), source: z.string() }),
  row: z.object({ sha2: z.string(), upload: z.string(), bytes: z.coerce.number() }),
});

/** Which of some contents are held, by their SHA-2; of one that was uploaded twice the earlier upload. */
export async function heldContents(
  clickhouse: ClickHouse,
  tenant: string,
  sha2: readonly string[],
): Promise<ReadonlyMap<string, HeldContent>> {
  const held = new Map<string, HeldContent>();
  for (const slice of slicesByLength(sha2)) {
    const params = { sha2: slice, source: STATEMENT_SOURCE };
    for (const row of await clickhouse.query(heldQuery, tenant, params)) held.set(row.sha2, row);
  }
  return held;
}

const chunkQuery = defineQuery<{ upload: string; number: number }, never>({
  name: 'xapi.attachment-chunk',
  sql: `
    SELECT content FROM attachment_chunks
    WHERE tenant = {tenant:String} AND upload = {upload:String} AND number = {number:UInt32}
    LIMIT 1`,
  params: z.object({ upload: z.string(), number: z.number() }),
  row: z.never(),
});

const wholeQuery = defineQuery<{ uploads: readonly string[] }, never>({
  name: 'xapi.whole-attachments',
  sql: `
    SELECT upload, content FROM attachment_chunks
    WHERE tenant = {tenant:String} AND upload IN {uploads:Array(String)} AND number = 0
    LIMIT 1 BY upload`,
  params: z.object({ uploads: z.array(z.string()) }),
  row: z.never(),
});

/** The contents, by their uploads, that are one piece each. */
export async function wholeContents(
  clickhouse: ClickHouse,
  tenant: string,
  uploads: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> {
  const found = new Map<string, Buffer>();
  if (uploads.length === 0) return found;
  const received: Buffer[] = [];
  for await (const piece of clickhouse.streamBinary(wholeQuery, tenant, { uploads })) received.push(piece);
  const rows = new RowBinaryReader(Buffer.concat(received));
  while (!rows.atEnd) found.set(rows.bytes().toString('latin1'), rows.bytes());
  return found;
}

/** One piece of a content; null when there is none with this number. */
export async function contentChunk(
  clickhouse: ClickHouse,
  tenant: string,
  at: { readonly upload: string; readonly number: number },
): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  for await (const piece of clickhouse.streamBinary(chunkQuery, tenant, at)) pieces.push(piece);
  const row = new RowBinaryReader(Buffer.concat(pieces));
  return row.atEnd ? null : row.bytes();
}

/** An upload of which nothing is held. */
export interface StrayUpload {
  readonly tenant: string;
  readonly upload: string;
}

const straysQuery = defineQuery({
  name: 'xapi.stray-uploads',
  sql: `
    SELECT tenant AS owner, upload FROM attachment_chunks
    WHERE ({tenant:String} = '' OR tenant = {tenant:String}) AND (tenant, upload) NOT IN (
      SELECT tenant, upload FROM attachments
      WHERE (tenant, statement, statement_hash) IN (
        SELECT tenant, id, content_hash FROM event_identities
        WHERE source = {source:String} AND (tenant, id) IN (SELECT tenant, statement FROM attachments)))
    GROUP BY tenant, upload
    HAVING max(recorded_at) < parseDateTime64BestEffort({before:String}, 6, 'UTC')
    LIMIT {most:UInt32}`,
  params: z.object({ source: z.string(), before: z.string(), most: z.number() }),
  row: z.object({ owner: z.string(), upload: z.string() }),
});

/** Uploads of every tenant, at most so many, that nothing was added to since a moment and that no stored statement leads to. */
export async function strayUploads(
  clickhouse: ClickHouse,
  before: Instant,
  most: number,
): Promise<StrayUpload[]> {
  const params = { source: STATEMENT_SOURCE, before, most };
  const rows = await clickhouse.query(straysQuery, '', params);
  return rows.map(({ owner, upload }) => ({ tenant: owner, upload }));
}
