import { defineQuery } from '#clickhouse';
import type { Instant } from '#platform';
import { z } from 'zod';
import { documentIds } from '../snapshot/document.ts';
import type { Edition } from './edition.ts';

const instant = z.string().transform((text) => text as Instant);
const gate = z.array(
  z.object({ name: z.string(), outcome: z.enum(['passed', 'failed', 'not-run']), detail: z.string() }),
);
const jsonOr = <T extends z.ZodType>(schema: T, empty: string) =>
  z.string().transform((text, context): z.output<T> => {
    const parsed = schema.safeParse(JSON.parse(text === '' ? empty : text));
    if (parsed.success) return parsed.data;
    context.addIssue({ code: 'custom', message: 'Not the JSON that was stored here.' });
    return z.NEVER;
  });

const editionRow = z
  .object({
    tenant: z.string(),
    id: z.string(),
    version: z.number(),
    program: z.string(),
    document: z.enum(documentIds),
    period: z.string(),
    format: z.enum(['A4', 'Letter']),
    names: z.boolean(),
    state: z.enum(['queued', 'rendering', 'done', 'failed']),
    requested_by: z.string(),
    requested_at: instant,
    as_of: instant,
    known_by: instant,
    number: z.number(),
    content_hash: z.string(),
    sha256: z.string(),
    gate: jsonOr(gate, '[]'),
    made_with: jsonOr(z.record(z.string(), z.string()), '{}'),
    failure: z.string(),
  })
  .transform(({ requested_by, requested_at, as_of, known_by, content_hash, made_with, ...row }): Edition => ({
    ...row,
    requestedBy: requested_by,
    requestedAt: requested_at,
    asOf: as_of,
    knownBy: known_by,
    contentHash: content_hash,
    madeWith: made_with,
  }));

const columns = `tenant, id, version, program, document, period, format, names, state, requested_by, requested_at, as_of, known_by, number,
  content_hash, sha256, gate, made_with, failure`;

/** The state now of one edition. */
export const editionById = defineQuery({
  name: 'reports.edition-by-id',
  sql: `SELECT ${columns} FROM editions WHERE tenant = {tenant:String} AND id = {id:String} ORDER BY version DESC LIMIT 1`,
  params: z.object({ id: z.string() }),
  row: editionRow,
});

/** The bytes, and the snapshot they say, by the hash of the bytes. */
export const editionContent = defineQuery({
  name: 'reports.edition-content',
  sql: `
    SELECT pdf, snapshot FROM editions
    WHERE tenant = {tenant:String} AND state = 'done' AND sha256 = {sha256:String} AND pdf != ''
    LIMIT 1`,
  params: z.object({ sha256: z.string() }),
  row: z.object({ pdf: z.string(), snapshot: z.string() }),
});

/** The finished editions of one report, latest first. */
export const editionsOfReport = defineQuery({
  name: 'reports.editions-of-report',
  sql: `
    SELECT ${columns} FROM editions
    WHERE tenant = {tenant:String} AND program = {program:String} AND document = {document:String} AND period = {period:String}
      AND format = {format:String} AND names = {names:Bool} AND state = 'done'
    ORDER BY number DESC, version DESC
    LIMIT 1 BY id`,
  params: z.object({
    program: z.string(),
    document: z.string(),
    period: z.string(),
    format: z.string(),
    names: z.boolean(),
  }),
  row: editionRow,
});

/** Editions of all tenants (tenant is passed as '') that a process left unfinished. */
export const unfinishedEditions = defineQuery({
  name: 'reports.unfinished-editions',
  sql: `
    SELECT ${columns} FROM (SELECT * FROM editions WHERE {tenant:String} = '' OR tenant = {tenant:String} ORDER BY version DESC LIMIT 1 BY tenant, id)
    WHERE state IN ('queued', 'rendering')
    ORDER BY requested_at`,
  params: z.object({}),
  row: editionRow,
});
