import { Controller, Get, Inject, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ClickHouse } from '#clickhouse';
import { CurrentPrincipal, Requires, WATERMARK, type Principal, type Watermark } from '#platform';
import { ApiAnswer } from '#platform/http';
import { z } from 'zod';
import { findingsSchema, type Findings } from '../findings/finding.schema.ts';
import { findingsAt } from '../findings/findings.ts';

const findingsQuery = z.strictObject({ program: z.string().optional() });

/** Rule violations by kind. */
@ApiTags('kpis')
@Controller('v1/findings')
export class FindingsController {
  constructor(
    @Inject(ClickHouse) private readonly clickhouse: ClickHouse,
    @Inject(WATERMARK) private readonly watermark: Watermark,
  ) {}

  @Get()
  @Requires('read')
  @ApiOperation({
    summary: 'What events contradict, by program and kind, as it is known now: how many, and one of them.',
  })
  @ApiAnswer({ description: 'Findings, the most frequent first.', schema: findingsSchema })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: findingsQuery }) { program }: z.infer<typeof findingsQuery>,
    @Req() request: FastifyRequest,
  ): Promise<Findings> {
    const now = await this.watermark.consistentThrough();
    const clocks = { asOf: now, knownBy: now };
    const options = { program, requestId: request.id };
    return { ...clocks, findings: await findingsAt(this.clickhouse, principal.tenant, clocks, options) };
  }
}
