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
  forbidden,
  notFound,
  type Principal,
  type Watermark,
} from '#platform';
import { ApiAnswer } from '#platform/http';
import { clocksQuery } from '#program';
import { z } from 'zod';
import { dimensionSchema } from '../kpi.schema.ts';
import { measureIds, measureOf, measures } from '../measures/catalogue.ts';
import type { MeasureEvidencePage } from '../measures/measure-evidence.ts';
import type { Measure } from '../measures/measure.ts';
import {
  measureListSchema,
  measureSchema,
  type MeasureJson,
  type MeasureList,
} from '../measures/measure.schema.ts';
import { measureWithoutNames } from '../measures/without-names.ts';
import { MeasureEvidenceQuery } from '../queries/measure-evidence.query.ts';
import { MeasureQuery } from '../queries/measure.query.ts';
import { clocksOf } from './clocks-of.ts';
import { sendCsv, wantsCsv } from './csv.ts';
import { evidencePageShape, evidenceQuery } from './evidence-page.schema.ts';
import { measureCsv } from './measures-csv.ts';
import { sendEvidence } from './send-evidence.ts';

const measureQuery = clocksQuery.extend({ by: dimensionSchema.optional() });
const measureEvidenceQuery = evidenceQuery.extend({ column: z.string().optional() });
const evidencePageSchema = z.object({ program: z.string(), measure: z.string(), ...evidencePageShape });

/** What stands beside the five KPIs: the supporting measures, and the events behind them, at two clocks. */
@ApiTags('measures')
@Controller('v1/programs/:program/measures')
export class MeasuresController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(ClickHouse) private readonly clickhouse: ClickHouse,
    @Inject(WATERMARK) private readonly watermark: Watermark,
  ) {}

  @Get()
  @Requires('read')
  @ApiOperation({ summary: 'Which supporting measures there are, and what each of them counts.' })
  @ApiAnswer({ description: 'The definitions.', schema: measureListSchema })
  async list(
    @CurrentPrincipal() principal: Principal,
    @Param('program') program: string,
  ): Promise<MeasureList> {
    await clocksOf(this.clickhouse, this.watermark, principal, program, {});
    return { program, measures: measures.map(definitionOf) };
  }

  @Get(':measure')
  @Requires('read')
  @ApiOperation({
    summary:
      'A supporting measure as of one moment, as known by another; by a dimension where it has one. JSON or CSV. People are named to keys with the scope people.',
  })
  @ApiParam({ name: 'measure', enum: measureIds })
  @ApiAnswer({ description: 'The measure.', schema: measureSchema, text: ['text/csv'] })
  async measure(
    @CurrentPrincipal() principal: Principal,
    @Param('program') program: string,
    @Param('measure') id: string,
    @Query({ schema: measureQuery }) query: z.infer<typeof measureQuery>,
    @Headers('accept') accept: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MeasureJson | string> {
    const measure = knownMeasure(id);
    const mayName = allows(principal, 'people');
    if (measure.scope === 'people' && !mayName)
      throw forbidden(`The measure ${id} lists people; that needs a key with the scope people.`);
    const clocks = await clocksOf(this.clickhouse, this.watermark, principal, program, query);
    const answer = await this.queries.execute(
      new MeasureQuery(principal.tenant, program, measure, {
        ...clocks,
        by: query.by,
        withoutPeople: !mayName,
        requestId: request.id,
      }),
    );
    const shown = mayName ? answer : measureWithoutNames(measure, answer);
    return wantsCsv(accept) ? sendCsv(reply, measureCsv(shown)) : shown;
  }

  @Get(':measure/evidence')
  @Requires('people')
  @ApiOperation({
    summary:
      'The events behind a supporting measure or one row of it (its key, and its column in a matrix), a page at a time. JSON or CSV.',
  })
  @ApiParam({ name: 'measure', enum: measureIds })
  @ApiAnswer({
    description: 'A page of evidence; `next` is the cursor of the next one.',
    schema: evidencePageSchema,
    text: ['text/csv'],
    headers: { Link: 'Of CSV: the next page.' },
  })
  async evidence(
    @CurrentPrincipal() principal: Principal,
    @Param('program') program: string,
    @Param('measure') id: string,
    @Query({ schema: measureEvidenceQuery }) query: z.infer<typeof measureEvidenceQuery>,
    @Headers('accept') accept: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MeasureEvidencePage | string> {
    const measure = knownMeasure(id);
    const { asOf: _, knownBy: __, ...asked } = query;
    const clocks = await clocksOf(this.clickhouse, this.watermark, principal, program, query);
    const page = await this.queries.execute(
      new MeasureEvidenceQuery(principal.tenant, program, measure, {
        ...clocks,
        ...asked,
        requestId: request.id,
      }),
    );
    return sendEvidence(reply, accept, ['measure', id], page);
  }
}

function definitionOf(measure: Measure): MeasureList['measures'][number] {
  const { id, title, definition, definitionVersion, unit, selfReported, dimensions, scope } = measure;
  return {
    measure: id,
    title,
    definition,
    definitionVersion,
    unit,
    selfReported,
    dimensions: [...dimensions],
    scope,
  };
}

function knownMeasure(id: string): Measure {
  const measure = measureOf(id);
  if (measure === null)
    throw notFound(`There is no measure ${JSON.stringify(id)}. There are: ${measureIds.join(', ')}.`);
  return measure;
}
