import { Controller, Get, Headers, HttpCode, Inject, Post, Put, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RouteConfig } from '@nestjs/platform-fastify';
import {
  ApiBody,
  ApiConsumes,
  ApiHeader,
  ApiOperation,
  ApiQuery,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ClickHouse } from '#clickhouse';
import { WATERMARK, type Watermark } from '#event-log';
import {
  badRequest,
  CurrentPrincipal,
  type Instant,
  instantToMillis,
  jsonLimitsOf,
  notFound,
  type Principal,
  type Problem,
  Requires,
  SETTINGS_TOKEN,
  type Settings,
} from '#platform';
import { ApiAnswer, MULTIPART_AS_STREAM } from '#platform/http';
import { z } from 'zod';
import { attachmentsAnswer } from '../attachments/attachments-answer.ts';
import { ATTACHMENT_STORE, type AttachmentStore } from '../attachments/attachment-store.ts';
import { answerText } from '../format/answer-text.ts';
import { parseAcceptLanguage } from '../format/language.ts';
import { encodeMoreCursor, type MoreCursor } from '../http/more-cursor.ts';
import { parseStatementsQuery, type SingleStatementQuery, type StatementsQuery } from '../http/parameters.ts';
import type { RawParameters } from '../http/query-parameters.ts';
import { ReceivedStatements } from '../http/received-statements.ts';
import { negotiateVersion, VERSION_HEADER } from '../http/version-header.ts';
import { parsePutParameters, refuseParameters } from '../http/write-parameters.ts';
import { CONSISTENT_THROUGH_HEADER } from '../http/xapi-hooks.ts';
import { PAGE_STATEMENTS } from '../limits.ts';
import { oneStatement } from '../query/one-statement.query.ts';
import { KnownReferences } from '../query/references/known-references.ts';
import { statementsPage } from '../query/statements-page.query.ts';
import type { RuleSet } from '../statement/rules.ts';
import { StoreStatementsCommand } from '../store/store-statements.command.ts';

const VERSION = 'x-experience-api-version';

/** The headers of a request, as Node gives them. */
type RequestHeaders = Readonly<Record<string, string | undefined>>;

/** Who reads, by which rules, in which languages. */
interface Asking {
  readonly tenant: string;
  readonly rules: RuleSet;
  readonly languages: readonly string[];
}

const statementAnswer = z.record(z.string(), z.json());
const statementsAnswer = z.object({ statements: z.array(statementAnswer), more: z.string() });

/** The Statement Resource (xAPI 1.0.3 Communication 2.1, IEEE 9274.1.1 4.1.6.1). */
@ApiTags('xapi')
@ApiHeader({ name: VERSION_HEADER, required: true, description: '1.0, 1.0.x or 2.0.x' })
@Controller('xapi/statements')
export class StatementsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(ClickHouse) private readonly clickhouse: ClickHouse,
    @Inject(KnownReferences) private readonly references: KnownReferences,
    @Inject(WATERMARK) private readonly watermark: Watermark,
    @Inject(ATTACHMENT_STORE) private readonly attachments: AttachmentStore,
    @Inject(SETTINGS_TOKEN) private readonly settings: Settings,
  ) {}

  @Put()
  @HttpCode(204)
  @RouteConfig(MULTIPART_AS_STREAM)
  @Requires('ingest')
  @ApiOperation({ summary: 'Store one statement under the id that statementId names.' })
  @ApiQuery({ name: 'statementId', required: true })
  @ApiConsumes('application/json', 'multipart/mixed')
  @ApiBody({ schema: { type: 'object' } })
  @ApiAnswer({ status: 204, description: 'It is stored, or was already.' })
  @ApiResponse({ status: 409, description: 'The id is taken by a statement with other content.' })
  async put(
    @CurrentPrincipal() principal: Principal,
    @Headers() headers: RequestHeaders,
    @Query() parameters: RawParameters,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { rules } = negotiateVersion(headers[VERSION]);
    const statementId = parsePutParameters(parameters);
    await this.store(
      request,
      reply,
      (body) => new StoreStatementsCommand(principal, body, rules, statementId),
    );
  }

  @Post()
  @HttpCode(200)
  @RouteConfig(MULTIPART_AS_STREAM)
  @Requires('ingest')
  @ApiOperation({ summary: 'Store a statement or an array of them, all or nothing. Answers with their ids.' })
  @ApiConsumes('application/json', 'multipart/mixed')
  @ApiBody({ schema: { oneOf: [{ type: 'object' }, { type: 'array', items: { type: 'object' } }] } })
  @ApiAnswer({ description: 'The ids, in the order of the statements.', schema: z.array(z.uuid()) })
  @ApiResponse({
    status: 409,
    description: 'An id is taken by a statement with other content; none was stored.',
  })
  async post(
    @CurrentPrincipal() principal: Principal,
    @Headers() headers: RequestHeaders,
    @Query() parameters: RawParameters,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<readonly string[]> {
    const { rules } = negotiateVersion(headers[VERSION]);
    refuseParameters(parameters);
    return this.store(request, reply, (body) => new StoreStatementsCommand(principal, body, rules));
  }

  @Get()
  @Requires('read')
  @ApiOperation({ summary: 'One statement by its id, or a page of those that match everything given.' })
  @ApiQuery({ name: 'statementId', required: false })
  @ApiQuery({ name: 'voidedStatementId', required: false })
  @ApiQuery({ name: 'agent', required: false, description: 'An Agent or identified Group as JSON.' })
  @ApiQuery({ name: 'verb', required: false })
  @ApiQuery({ name: 'activity', required: false })
  @ApiQuery({ name: 'registration', required: false })
  @ApiQuery({ name: 'related_activities', required: false })
  @ApiQuery({ name: 'related_agents', required: false })
  @ApiQuery({ name: 'since', required: false, description: 'Stored after this moment.' })
  @ApiQuery({ name: 'until', required: false, description: 'Stored at or before this moment.' })
  @ApiQuery({ name: 'limit', required: false })
  @ApiQuery({ name: 'format', required: false, enum: ['ids', 'exact', 'canonical'] })
  @ApiQuery({ name: 'attachments', required: false })
  @ApiQuery({ name: 'ascending', required: false })
  @ApiAnswer({
    description: 'One statement; or a page with `more`, the path of the next one, empty when it is the last.',
    schema: z.union([statementAnswer, statementsAnswer]),
    text: ['multipart/mixed'],
    headers: {
      [VERSION_HEADER]: 'The version that is spoken.',
      [CONSISTENT_THROUGH_HEADER]: 'Everything stored by then can be read.',
      'Last-Modified': 'Of one statement: when it was stored.',
    },
  })
  async get(
    @CurrentPrincipal() principal: Principal,
    @Headers() headers: RequestHeaders,
    @Query() parameters: RawParameters,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | Readable> {
    const { rules } = negotiateVersion(headers[VERSION]);
    const query = parseStatementsQuery(parameters, rules);
    const languages = parseAcceptLanguage(headers['accept-language']);
    const asking = { tenant: principal.tenant, rules, languages };
    const json =
      query.kind === 'single' ? await this.one(query, asking, reply) : await this.page(query, asking, reply);
    if (!query.attachments) {
      void reply.type('application/json; charset=utf-8');
      return json;
    }
    const { contentType, body } = await attachmentsAnswer(this.attachments, principal.tenant, json);
    void reply.header('Content-Type', contentType);
    if (request.method !== 'HEAD') return body;
    body.destroy(); // what is not sent is not read
    return '';
  }

  /** Reads the statements of a request and stores them; of one that is refused the rest is read, so that its answer is seen. */
  private async store(
    request: FastifyRequest,
    reply: FastifyReply,
    command: (body: ReceivedStatements) => StoreStatementsCommand,
  ): Promise<readonly string[]> {
    const body = await ReceivedStatements.of(request, reply, jsonLimitsOf(this.settings));
    try {
      return await this.commands.execute(command(body));
    } catch (error) {
      await body.discard();
      throw error;
    }
  }

  private async one(query: SingleStatementQuery, asking: Asking, reply: FastifyReply): Promise<string> {
    const found = await oneStatement(this.clickhouse, asking.tenant, query.id);
    if (!found || found.voided !== query.voided) {
      throw notFound(`There is no ${query.voided ? 'voided ' : ''}statement ${query.id}.`);
    }
    void reply.header('Last-Modified', new Date(instantToMillis(found.stored)).toUTCString());
    return answerText(found.json, { ...asking, format: query.format });
  }

  private async page(query: StatementsQuery, asking: Asking, reply: FastifyReply): Promise<string> {
    // Taken before reading: everything stored up to here is visible to the query.
    const consistentThrough = await this.watermark.consistentThrough();
    void reply.header(CONSISTENT_THROUGH_HEADER, consistentThrough);
    const through = query.cursor?.through ?? consistentThrough;
    if (through > consistentThrough) throw moreAhead(through, consistentThrough);
    const size = Math.min(query.limit === 0 ? PAGE_STATEMENTS : query.limit, PAGE_STATEMENTS);
    const store = { clickhouse: this.clickhouse, references: this.references };
    const rows = await statementsPage(store, asking.tenant, query, {
      through,
      after: query.cursor?.after.stored ?? null,
      rows: size + 1,
    });
    const shown = rows.slice(0, size);
    const statements = shown.map(({ json }) => answerText(json, { ...asking, format: query.format }));
    const last = rows.length > size ? shown.at(-1) : undefined;
    const more = last ? moreLink({ parameters: query.parameters, after: last, through }) : '';
    return `{"statements":[${statements.join(',')}],"more":${JSON.stringify(more)}}`;
  }
}

/** A link can be made up; one that reaches beyond what is consistent would have other pages when followed again. */
function moreAhead(through: Instant, consistentThrough: Instant): Problem {
  const reason = `It reaches to ${through}; everything is consistent through ${consistentThrough}. Ask again without it.`;
  return badRequest(
    `The parameter more is not acceptable: ${reason}`,
    [{ pointer: 'more', reason }],
    'invalid-parameter',
  );
}

/** Relative to the server (xAPI 1.0.3 Communication 2.1.3). */
function moreLink({ parameters, after: { stored, id }, through }: MoreCursor): string {
  return `/xapi/statements?more=${encodeMoreCursor({ parameters, after: { stored, id }, through })}`;
}
