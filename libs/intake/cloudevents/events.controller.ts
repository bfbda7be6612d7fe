import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ClickHouse } from '#clickhouse';
import { toCloudEvent } from '#events';
import {
  CurrentPrincipal,
  Problem,
  Requires,
  badRequest,
  jsonAsSent,
  notFound,
  type Principal,
} from '#platform';
import { ApiAnswer } from '#platform/http';
import { z } from 'zod';
import {
  AppendEventsCommand,
  type AppendEventsResult,
  type RejectedEvent,
} from '../append-events.command.ts';
import { storedEvent } from '../stored-event.query.ts';
import { receivedEvents } from './modes.ts';

const sourceQuery = z.strictObject({ source: z.string().min(1).optional() });

const appendAnswer = z.object({
  accepted: z.int().nonnegative(),
  duplicates: z.int().nonnegative(),
  rejected: z.array(
    z.object({
      index: z.int().nonnegative(),
      id: z.string().nullable(),
      pointer: z.string(),
      reason: z.string(),
    }),
  ),
});
type AppendAnswer = z.infer<typeof appendAnswer>;

/** CloudEvents in; one stored event out. */
@ApiTags('events')
@Controller('v1/events')
export class EventsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(ClickHouse) private readonly clickhouse: ClickHouse,
  ) {}

  @Post()
  @HttpCode(200)
  @Requires('ingest')
  @ApiOperation({
    summary:
      'Append events: CloudEvents 1.0, structured, batched or binary. Each event is answered for itself; the good ones are kept.',
  })
  @ApiConsumes('application/cloudevents+json', 'application/cloudevents-batch+json', 'application/json')
  @ApiBody({ schema: { oneOf: [{ type: 'object' }, { type: 'array', items: { type: 'object' } }] } })
  @ApiAnswer({ description: 'What became of each event.', schema: appendAnswer })
  @ApiResponse({ status: 409, description: 'The single event conflicts with one that is stored.' })
  @ApiResponse({ status: 422, description: 'Every event was refused.' })
  async append(
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
    @Body() body: unknown,
  ): Promise<AppendAnswer> {
    const received = receivedEvents(request.headers, body);
    const result = await this.commands.execute(new AppendEventsCommand(principal, received.events));
    throwWhenNothingWasTaken(result, received.single);
    return {
      ...result,
      rejected: result.rejected.map(({ index, id, pointer, reason }) => ({ index, id, pointer, reason })),
    };
  }

  @Get(':id')
  @Requires('ingest', 'people')
  @ApiOperation({
    summary:
      'One stored event as it was sent, with the time it was recorded. It may name people: for senders and keys with the scope people.',
  })
  @ApiAnswer({
    description: 'The CloudEvent, with recordedtime.',
    schema: z.record(z.string(), z.json()),
    type: 'application/cloudevents+json',
  })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Query({ schema: sourceQuery }) { source }: z.infer<typeof sourceQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('accept') _accept: string | undefined,
  ): Promise<string> {
    const rows = await this.clickhouse.query(storedEvent, principal.tenant, { id, source: source ?? '' });
    if (rows.length > 1)
      throw badRequest('Several sources sent an event with this id.', [
        { pointer: 'source', reason: 'Name the source: ?source=…' },
      ]);
    const [row] = rows;
    if (!row)
      throw notFound(
        `No event ${JSON.stringify(id)}${source === undefined ? '' : ` of the source ${JSON.stringify(source)}`} is stored.`,
      );
    void reply.type('application/cloudevents+json; charset=utf-8');
    return jsonAsSent(JSON.stringify({ ...toCloudEvent(row), recordedtime: row.recorded_at }));
  }
}

function throwWhenNothingWasTaken(result: AppendEventsResult, single: boolean): void {
  if (result.accepted + result.duplicates > 0 || result.rejected.length === 0) return;
  const errors = result.rejected.map((rejected) => ({
    pointer: single ? rejected.pointer : `/${rejected.index}${rejected.pointer}`,
    reason: rejected.reason,
  }));
  const [first] = result.rejected;
  if (single && first?.kind === 'conflict') {
    throw new Problem({ status: 409, type: 'conflict', title: 'Conflict', detail: first.reason, errors });
  }
  throw new Problem({
    status: 422,
    type: 'no-event-accepted',
    title: 'No event accepted',
    detail: single
      ? 'The event was refused.'
      : `All ${countEvents(result.rejected)} events were refused; nothing was stored.`,
    errors,
  });
}

function countEvents(rejected: readonly RejectedEvent[]): number {
  return new Set(rejected.map(({ index }) => index)).size;
}
