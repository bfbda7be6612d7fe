import { Body, Controller, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { bodyOfStrangers, KeyStore } from '#access';
import { EVENT_LOG, type EventLog } from '#event-log';
import { CurrentPrincipal, Public, Requires, SETTINGS_TOKEN, type Principal, type Settings } from '#platform';
import { ApiAnswer, BODY_AS_BYTES } from '#platform/http';
import { z } from 'zod';
import { LaunchSessionCommand } from './launch-session.command.ts';
import { launched, launchRequest, type Launched, type LaunchRequest } from './launch.schema.ts';

/** A fetch brings no body that means anything. */
const FETCH_BODY_BYTES = 4096;

/** cmi5 8.2.2 and 8.2.3: errors are answered with 200 too. */
const fetchAnswer = z.union([
  z.object({ 'auth-token': z.string() }),
  z.object({ 'error-code': z.enum(['1', '2', '3']), 'error-text': z.string() }),
]);
type FetchAnswer = z.infer<typeof fetchAnswer>;

const FETCH_ERRORS = {
  used: {
    'error-code': '1',
    'error-text': 'The credentials of this launch were given already; launch the AU again.',
  },
  ended: { 'error-code': '2', 'error-text': 'This launch is over; launch the AU again.' },
  unknown: { 'error-code': '3', 'error-text': 'There is no launch with this fetch URL.' },
} as const satisfies Record<string, FetchAnswer>;

/** Launches of cmi5: an LMS prepares one, and the AU fetches its credentials. */
@ApiTags('cmi5')
@Controller('v1/cmi5')
export class Cmi5Controller {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(KeyStore) private readonly keys: KeyStore,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(SETTINGS_TOKEN) private readonly settings: Settings,
  ) {}

  @Post('launches')
  @Requires('ingest')
  @ApiOperation({ summary: 'Prepare a session of cmi5 and answer the parameters of its launch URL.' })
  @ApiAnswer({
    status: 201,
    description: 'What stands behind the URL of the AU; the fetch URL is told this once.',
    schema: launched,
  })
  launch(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: launchRequest }) request: LaunchRequest,
    @Req() { protocol, host }: FastifyRequest,
  ): Promise<Launched> {
    const server = this.settings.publicUrl ?? `${protocol}://${host}`;
    return this.commands.execute(new LaunchSessionCommand(principal, request, server));
  }

  @Post('fetch/:token')
  @HttpCode(200)
  @Public()
  @RouteConfig({ ...BODY_AS_BYTES, ...bodyOfStrangers(FETCH_BODY_BYTES) })
  @ApiOperation({ summary: 'Exchange the fetch URL of a launch for the credentials of its session, once.' })
  @ApiAnswer({
    description: 'For `Authorization: Basic`, or why there are none (cmi5 8.2.3).',
    schema: fetchAnswer,
  })
  async fetch(
    @Param('token') token: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FetchAnswer> {
    this.log.requireWriter();
    void reply.header('Cache-Control', 'no-store');
    const fetched = await this.keys.fetch(token);
    if (typeof fetched === 'string') return FETCH_ERRORS[fetched];
    return { 'auth-token': Buffer.from(`${fetched.id}:${fetched.secret}`).toString('base64') };
  }
}
