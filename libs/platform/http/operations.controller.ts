import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Registry } from 'prom-client';
import { z } from 'zod';
import { ApiAnswer } from './api-answers.ts';
import { Public } from './principal.ts';

/** One thing that must work before traffic is sent here. */
export interface ReadinessCheck {
  readonly name: string;
  check(): Promise<boolean>;
}

/** Injection token of the list of {@link ReadinessCheck}s. */
export const READINESS_CHECKS = Symbol('ReadinessChecks');
/** Injection token of the prom-client {@link Registry}. */
export const METRICS = Symbol('Metrics');

const readiness = z.object({ status: z.string(), checks: z.record(z.string(), z.string()) });

/** For operators and orchestrators: alive, ready, how it fares. */
@ApiTags('operations')
@Controller()
@Public()
export class OperationsController {
  constructor(
    @Inject(READINESS_CHECKS) private readonly checks: readonly ReadinessCheck[],
    @Inject(METRICS) private readonly metrics: Registry,
  ) {}

  @Get('healthz')
  @ApiOperation({ summary: 'The process answers.' })
  @ApiAnswer({ description: 'It does.', schema: z.object({ status: z.literal('ok') }) })
  health(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('readyz')
  @ApiOperation({ summary: 'The process and what it needs answer; 503 names what does not.' })
  @ApiAnswer({ description: 'Ready.', schema: readiness })
  @ApiAnswer({ status: 503, description: 'Not ready.', schema: readiness })
  async readiness(
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ status: string; checks: Record<string, string> }> {
    const outcomes = await Promise.all(
      this.checks.map(async ({ name, check }) => [name, (await check()) ? 'ok' : 'failed'] as const),
    );
    const ready = outcomes.every(([, outcome]) => outcome === 'ok');
    void reply.status(ready ? 200 : 503);
    return { status: ready ? 'ready' : 'not ready', checks: Object.fromEntries(outcomes) };
  }

  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({ summary: 'Figures in the Prometheus text format.' })
  @ApiAnswer({ description: 'Figures.', text: ['text/plain'] })
  async prometheus(): Promise<string> {
    return this.metrics.metrics();
  }
}
