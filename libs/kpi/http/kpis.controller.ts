import { Controller, Get, Headers, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ClickHouse } from '#clickhouse';
import {
  CurrentPrincipal,
  Requires,
  WATERMARK,
  allows,
  badRequest,
  notFound,
  type Principal,
  type Watermark,
} from '#platform';
import { ApiAnswer } from '#platform/http';
import { clocksQuery, type Clocks, type ClocksQuery } from '#program';
import { z } from 'zod';
import type { EvidencePage } from '../evidence/evidence-at.ts';
import {
  dimensionSchema,
  kpiIdSchema,
  kpiIds,
  kpiSchema,
  scorecardSchema,
  type Kpi,
  type KpiId,
  type Scorecard,
} from '../kpi.schema.ts';
import { EvidenceQuery } from '../queries/evidence.query.ts';
import { KpiQuery } from '../queries/kpi.query.ts';
import { ScorecardQuery } from '../queries/scorecard.query.ts';
import { kpiWithoutPeople, scorecardWithoutPeople } from '../without-people.ts';
import { clocksOf } from './clocks-of.ts';
import { kpisCsv, sendCsv, wantsCsv } from './csv.ts';
import { evidencePageShape, evidenceQuery } from './evidence-page.schema.ts';
import { sendEvidence } from './send-evidence.ts';

const kpiQuery = clocksQuery.extend({ by: dimensionSchema.optional() });
const evidencePageSchema = z.object({ program: z.string(), kpi: kpiIdSchema, ...evidencePageShape });

/** The five KPIs, and the events behind them, at two clocks. */
@ApiTags('kpis')
@Controller('v1/programs/:program')
export class KpisController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(ClickHouse) private readonly clickhouse: ClickHouse,
    @Inject(WATERMARK) private readonly watermark: Watermark,
  ) {}

  @Get('scorecard')
  @Requires('read')
  @ApiOperation({
    summary:
      'The five KPIs as of one moment, as known by another; by role, track, team or cohort. JSON or CSV. To keys without the scope people, details name nobody and groups of people are as of the last month end.',
  })
  @ApiAnswer({ description: 'The five KPIs.', schema: scorecardSchema, text: ['text/csv'] })
  async scorecard(
    @CurrentPrincipal() principal: Principal,
    @Param('program') program: string,
    @Query({ schema: kpiQuery }) query: z.infer<typeof kpiQuery>,
    @Headers('accept') accept: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Scorecard | string> {
    const clocks = await this.clocks(principal, program, query);
    const scorecard = await this.queries.execute(
      new ScorecardQuery(principal.tenant, program, {
        ...clocks,
        by: query.by,
        withoutPeople: !allows(principal, 'people'),
        requestId: request.id,
      }),
    );
    const shown = allows(principal, 'people') ? scorecard : scorecardWithoutPeople(scorecard);
    return wantsCsv(accept) ? sendCsv(reply, kpisCsv(shown.kpis)) : shown;
  }

  @Get('kpis/:kpi')
  @Requires('read')
  @ApiOperation({ summary: 'One KPI: the same answer as in the scorecard.' })
  @ApiParam({ name: 'kpi', enum: kpiIds })
  @ApiAnswer({ description: 'The KPI.', schema: kpiSchema, text: ['text/csv'] })
  async kpi(
    @CurrentPrincipal() principal: Principal,
    @Param('program') program: string,
    @Param('kpi') kpi: string,
    @Query({ schema: kpiQuery }) query: z.infer<typeof kpiQuery>,
    @Headers('accept') accept: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Kpi | string> {
    const id = knownKpi(kpi);
    const clocks = await this.clocks(principal, program, query);
    const answer = await this.queries.execute(
      new KpiQuery(principal.tenant, program, id, {
        ...clocks,
        by: query.by,
        withoutPeople: !allows(principal, 'people'),
        requestId: request.id,
      }),
    );
    const shown = allows(principal, 'people') ? answer : kpiWithoutPeople(answer);
    return wantsCsv(accept) ? sendCsv(reply, kpisCsv([shown])) : shown;
  }

  @Get('kpis/:kpi/evidence')
  @Requires('people')
  @ApiOperation({ summary: 'The events behind a KPI or one row of it, a page at a time. JSON or CSV.' })
  @ApiParam({ name: 'kpi', enum: kpiIds })
  @ApiAnswer({
    description: 'A page of evidence; `next` is the cursor of the next one.',
    schema: evidencePageSchema,
    text: ['text/csv'],
    headers: { Link: 'Of CSV: the next page.' },
  })
  async evidence(
    @CurrentPrincipal() principal: Principal,
    @Param('program') program: string,
    @Param('kpi') kpi: string,
    @Query({ schema: evidenceQuery }) query: z.infer<typeof evidenceQuery>,
    @Headers('accept') accept: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EvidencePage | string> {
    const id = knownKpi(kpi);
    const { by, key, part, cursor, limit } = query;
    if ((by === undefined) !== (key === undefined)) {
      throw badRequest('A row of a breakdown is named by both by and key.', [
        { pointer: by === undefined ? 'by' : 'key', reason: 'Is missing.' },
      ]);
    }
    const clocks = await this.clocks(principal, program, query);
    const group = by === undefined || key === undefined ? undefined : { by, key };
    const page = await this.queries.execute(
      new EvidenceQuery(principal.tenant, program, id, {
        ...clocks,
        part,
        group,
        cursor,
        limit,
        requestId: request.id,
      }),
    );
    return sendEvidence(reply, accept, ['kpi', id], page);
  }

  private clocks(principal: Principal, program: string, query: ClocksQuery): Promise<Clocks> {
    return clocksOf(this.clickhouse, this.watermark, principal, program, query);
  }
}

function knownKpi(text: string): KpiId {
  const parsed = kpiIdSchema.safeParse(text);
  if (!parsed.success)
    throw notFound(`There is no KPI ${JSON.stringify(text)}. There are: ${kpiIds.join(', ')}.`);
  return parsed.data;
}
