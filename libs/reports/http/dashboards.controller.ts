import { Controller, Get, Inject, Param, Query, Res, UseFilters } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ClickHouse } from '#clickhouse';
import {
  CLOCK,
  CurrentPrincipal,
  Requires,
  SessionAllowed,
  WATERMARK,
  allows,
  notFound,
  type Clock,
  type Principal,
  type Watermark,
} from '#platform';
import { ApiAnswer } from '#platform/http';
import { askedProgram, clocksQuery, programIds } from '#program';
import { z } from 'zod';
import { ReportPress } from '../editions/report-press.ts';
import { renderDocument } from '../html/render-document.ts';
import { monthOf } from '../loader/report-clocks.ts';
import { documentIds, isDocumentId } from '../snapshot/document.ts';
import { dashboardIndex } from './dashboard-index.ts';
import { isNamed } from './named-document.ts';
import { SignInFilter } from './sign-in.filter.ts';

const dashboardQuery = clocksQuery.extend({ format: z.enum(['A4', 'Letter']).default('A4') });

/** No script, nothing fetched, nothing sent, in no frame. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Documents as pages: the HTML that is printed as PDF, from the numbers of now or of any clocks asked for. */
@ApiTags('dashboards')
@Controller('dashboards')
@UseFilters(SignInFilter)
export class DashboardsController {
  constructor(
    @Inject(ClickHouse) private readonly clickhouse: ClickHouse,
    @Inject(WATERMARK) private readonly watermark: Watermark,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ReportPress) private readonly press: ReportPress,
  ) {}

  @Get()
  @Requires('read')
  @SessionAllowed()
  @ApiOperation({ summary: 'The pages there are.' })
  @ApiAnswer({ description: 'A page of links.', text: ['text/html'] })
  async index(
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const known = await this.watermark.consistentThrough();
    return page(reply, dashboardIndex(await programIds(this.clickhouse, principal.tenant, known)));
  }

  @Get(':program/:document')
  @Requires('read')
  @SessionAllowed()
  @ApiOperation({
    summary: 'A document as a page, live or at two clocks; people by name only with the scope people.',
  })
  @ApiParam({ name: 'document', enum: documentIds })
  @ApiAnswer({ description: 'The page.', text: ['text/html'] })
  async document(
    @CurrentPrincipal() principal: Principal,
    @Param('program') program: string,
    @Param('document') document: string,
    @Query({ schema: dashboardQuery }) query: z.infer<typeof dashboardQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    if (!isDocumentId(document))
      throw notFound(
        `There is no document ${JSON.stringify(document)}. There are: ${documentIds.join(', ')}.`,
      );
    const { format, ...asked } = query;
    const { tenant } = principal;
    const { clocks, inForce } = await askedProgram(
      this.clickhouse,
      tenant,
      program,
      asked,
      await this.watermark.consistentThrough(),
    );
    const snapshot = await this.press.preview({
      tenant,
      program,
      document,
      period: monthOf(inForce.program, clocks.asOf),
      format,
      names: isNamed(document) && allows(principal, 'people'),
      isEdition: false,
      ...clocks,
      runId: 'live',
      generatedAt: this.clock.now(),
    });
    const { html } = await renderDocument(snapshot);
    return page(reply, html);
  }
}

function page(reply: FastifyReply, html: string): string {
  void reply.type('text/html; charset=utf-8').headers({
    'Content-Security-Policy': POLICY,
    'Cache-Control': 'private, no-store',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  });
  return html;
}
