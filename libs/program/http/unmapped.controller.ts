import { Controller, Get, Inject, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ClickHouse } from '#clickhouse';
import {
  CurrentPrincipal,
  Requires,
  WATERMARK,
  allows,
  badRequest,
  expectCursorKnown,
  forbidden,
  type Instant,
  type Principal,
  type Watermark,
} from '#platform';
import { ApiAnswer } from '#platform/http';
import { z } from 'zod';
import { decodeCursor, encodeCursor, type UnmappedCursor } from '../unmapped/cursor.ts';
import { unmappedEntries } from '../unmapped/unmapped.query.ts';
import {
  unmappedEntrySchema,
  unmappedKindSchema,
  unmappedKinds,
  type UnmappedKind,
  type UnmappedPage,
} from '../unmapped/unmapped.schema.ts';

const DEFAULT_LIMIT = 100;
const LARGEST_LIMIT = 1000;

const unmappedQuery = z.strictObject({
  kind: unmappedKindSchema.optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(LARGEST_LIMIT).optional(),
});

const instant = z.iso.datetime();
const entrySchema = unmappedEntrySchema.extend({ firstSeen: instant, lastSeen: instant });
const pageSchema = z.object({ entries: z.array(entrySchema), next: z.string().nullable() });
const answerSchema = z.object({
  knownBy: instant,
  activities: pageSchema.optional(),
  verbs: pageSchema.optional(),
  /** absent without the scope people */
  actors: pageSchema.optional(),
});

type Answer = { readonly knownBy: Instant } & { readonly [kind in UnmappedKind]?: UnmappedPage };

/** What statements name and no program of the tenant knows: the place to look when a number is smaller than expected. */
@ApiTags('programs')
@Controller('v1/unmapped')
export class UnmappedController {
  constructor(
    @Inject(ClickHouse) private readonly clickhouse: ClickHouse,
    @Inject(WATERMARK) private readonly watermark: Watermark,
  ) {}

  @Get()
  @Requires('read')
  @ApiOperation({
    summary: 'Activities, verbs and actors of statements that no program knows, the latest seen first.',
    description:
      'Without kind the first page of each list; with kind that list alone, and with its cursor the next page. Actors are people: they need the scope people. An actor that was a learner at any time is not listed.',
  })
  @ApiAnswer({ description: 'The lists.', schema: answerSchema })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: unmappedQuery })
    { kind, cursor: text, limit = DEFAULT_LIMIT }: z.infer<typeof unmappedQuery>,
    @Req() request: FastifyRequest,
  ): Promise<Answer> {
    const cursor = text === undefined ? null : decodeCursor(text);
    if (cursor && cursor.kind !== kind)
      throw badRequest('A cursor is of one list, which is named beside it.', [
        { pointer: 'kind', reason: `This cursor is of ${cursor.kind}.` },
      ]);
    const people = allows(principal, 'people');
    if (kind === 'actors' && !people)
      throw forbidden('Actors are people; that needs a key with the scope people.');
    const kinds = kind === undefined ? unmappedKinds.filter((one) => one !== 'actors' || people) : [kind];
    const watermark = await this.watermark.consistentThrough();
    if (cursor) expectCursorKnown(cursor, watermark);
    const knownBy = cursor?.knownBy ?? watermark;
    const pages = await Promise.all(
      kinds.map(async (one) => [
        one,
        await this.page(principal.tenant, one, knownBy, limit, cursor, request.id),
      ]),
    );
    return { knownBy, ...Object.fromEntries(pages) };
  }

  private async page(
    tenant: string,
    kind: UnmappedKind,
    knownBy: Instant,
    limit: number,
    cursor: UnmappedCursor | null,
    requestId: string,
  ): Promise<UnmappedPage> {
    const ask = { kind, knownBy, rows: limit + 1, after: cursor?.after ?? null };
    const found = await unmappedEntries(this.clickhouse, tenant, ask, { requestId });
    const entries = found.slice(0, limit);
    const last = found.length > limit ? entries.at(-1) : undefined;
    const next = last
      ? encodeCursor({ kind, knownBy, after: { lastSeen: last.lastSeen, key: last.key } })
      : null;
    return { entries, next };
  }
}
