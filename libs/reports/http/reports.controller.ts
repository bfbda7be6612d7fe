import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal, Problem, Requires, allows, forbidden, notFound, type Principal } from '#platform';
import { ApiAnswer } from '#platform/http';
import { z } from 'zod';
import { EditionStore } from '../editions/edition-store.ts';
import { reportRequest, type Edition, type ReportRequest } from '../editions/edition.ts';
import { ReportPress } from '../editions/report-press.ts';
import { documentIds } from '../snapshot/document.ts';
import { isNamed } from './named-document.ts';

const instant = z.iso.datetime();
const reportStatus = z.object({
  id: z.string(),
  program: z.string(),
  document: z.enum(documentIds),
  period: z.string(),
  format: z.enum(['A4', 'Letter']),
  names: z.boolean(),
  state: z.enum(['queued', 'rendering', 'done', 'failed']),
  requestedAt: instant,
  asOf: instant,
  knownBy: instant,
  edition: z.int().nullable(),
  sha256: z.string(),
  gate: z.array(
    z.object({ name: z.string(), outcome: z.enum(['passed', 'failed', 'not-run']), detail: z.string() }),
  ),
  madeWith: z.record(z.string(), z.string()),
  failure: z.string(),
  pdf: z.string().nullable(),
});

/** Reports: asked for, looked after, fetched. */
@ApiTags('reports')
@Controller('v1')
export class ReportsController {
  constructor(
    @Inject(ReportPress) private readonly press: ReportPress,
    @Inject(EditionStore) private readonly editions: EditionStore,
  ) {}

  @Post('programs/:program/reports')
  @HttpCode(202)
  @Requires('reports')
  @ApiOperation({ summary: 'Ask for a report of a month. 202 and where it will be.' })
  @ApiAnswer({
    status: 202,
    description: 'It will be made.',
    schema: reportStatus,
    headers: { Location: 'Where its state is told.' },
  })
  async order(
    @CurrentPrincipal() principal: Principal,
    @Param('program') program: string,
    @Body({ schema: reportRequest }) request: ReportRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReportStatus> {
    const names = isNamed(request.document) && allows(principal, 'people');
    const edition = await this.press.order(
      { tenant: principal.tenant, program, keyId: principal.keyId, names },
      request,
    );
    void reply.header('Location', `/v1/reports/${edition.id}`);
    return statusOf(edition);
  }

  @Get('reports/:id.pdf')
  @Requires('reports')
  @Header('Cache-Control', 'private, immutable')
  @ApiOperation({ summary: 'The file of a finished report, for ever the same bytes.' })
  @ApiAnswer({ description: 'The file.', file: 'application/pdf', headers: { ETag: 'Its SHA-256.' } })
  @ApiResponse({ status: 409, description: 'The report was not made.' })
  async pdf(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Uint8Array> {
    const edition = await this.visible(principal, id);
    if (edition.state === 'failed') {
      throw new Problem({
        status: 409,
        type: 'report-failed',
        title: 'The report was not made',
        detail: edition.failure,
      });
    }
    const content = await this.editions.content(edition);
    if (!content) throw notFound(`The report is ${edition.state}; ask again in a moment.`);
    const name =
      `${edition.program}-${edition.document}-${edition.period}-edition-${edition.number}.pdf`.replaceAll(
        /[^A-Za-z0-9.-]/g,
        '_',
      );
    void reply
      .type('application/pdf')
      .header('ETag', `"${edition.sha256}"`)
      .header('Content-Disposition', `inline; filename="${name}"`);
    return Buffer.from(content.pdf);
  }

  @Get('reports/:id')
  @Requires('reports')
  @ApiOperation({ summary: 'State, edition, hash and gate results of a report.' })
  @ApiAnswer({ description: 'How it stands.', schema: reportStatus })
  async status(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<ReportStatus> {
    return statusOf(await this.visible(principal, id));
  }

  private async visible(principal: Principal, id: string): Promise<Edition> {
    const edition = await this.editions.find(principal.tenant, id);
    if (edition.names && !allows(principal, 'people'))
      throw forbidden('This report names people; that needs a key with the scope people.');
    return edition;
  }
}

type ReportStatus = Omit<Edition, 'tenant' | 'version' | 'requestedBy' | 'contentHash' | 'number'> & {
  edition: number | null;
  pdf: string | null;
};

function statusOf({
  tenant: _tenant,
  version: _version,
  requestedBy: _by,
  contentHash: _hash,
  number,
  ...edition
}: Edition): ReportStatus {
  return {
    ...edition,
    edition: number === 0 ? null : number,
    pdf: edition.state === 'done' ? `/v1/reports/${edition.id}.pdf` : null,
  };
}
