import { Body, Controller, Get, Headers, Inject, Param, Put, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ClickHouse } from '#clickhouse';
import { WATERMARK, type Watermark } from '#event-log';
import {
  CurrentPrincipal,
  Problem,
  Requires,
  allows,
  badRequest,
  type Instant,
  type Principal,
} from '#platform';
import { ApiAnswer, mediaTypeOf, readPreconditions } from '#platform/http';
import { askedProgram, clocksQuery, type ClocksQuery, type Program, type ProgramFileFormat } from '#program';
import { z } from 'zod';
import { DefineProgramCommand, type DefinedProgram } from './define-program.command.ts';

const instant = z.iso.datetime();
const definedAnswer = z.object({ program: z.string(), version: z.string(), events: z.int() });
const programAnswer = z.object({
  asOf: instant,
  knownBy: instant,
  effectiveFrom: instant,
  recordedAt: instant,
  version: z.string(),
  definition: z.record(z.string(), z.json()),
});

/** The program file: applied, and read back as in force at two clocks. */
@ApiTags('programs')
@Controller('v1/programs')
export class ProgramsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(ClickHouse) private readonly clickhouse: ClickHouse,
    @Inject(WATERMARK) private readonly watermark: Watermark,
  ) {}

  @Put(':program')
  @Requires('admin')
  @ApiOperation({
    summary:
      'Apply a program file (YAML or JSON). Applied again it changes nothing. An error names the line.',
  })
  @ApiConsumes('application/yaml', 'application/json')
  @ApiBody({ schema: { type: 'object' } })
  @ApiAnswer({
    description: 'It is in force; `events` is how many were appended.',
    schema: definedAnswer,
    headers: { ETag: 'The version.' },
  })
  @ApiResponse({ status: 412, description: 'If-Match or If-None-Match is not met by the version in force.' })
  @ApiResponse({ status: 409, description: 'The definition would be hidden by a later one.' })
  async define(
    @CurrentPrincipal() principal: Principal,
    @Param('program') program: string,
    @Headers('content-type') contentType: string | undefined,
    @Headers('if-match') ifMatch: string | undefined,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DefinedProgram> {
    const preconditions = readPreconditions({ ifMatch, ifNoneMatch });
    const { text, format } = programText(contentType, body);
    const defined = await this.commands.execute(
      new DefineProgramCommand(principal, program, text, format, preconditions),
    );
    void reply.header('ETag', `"${defined.version}"`);
    return defined;
  }

  @Get(':program')
  @Requires('read')
  @ApiOperation({
    summary:
      'The program in force at asOf, as known by knownBy. Learners in its scope are listed to keys with the scope people.',
  })
  @ApiAnswer({
    description: 'The definition in force.',
    schema: programAnswer,
    headers: { ETag: 'Its version.' },
  })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Param('program') program: string,
    @Query({ schema: clocksQuery }) query: ClocksQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{
    asOf: Instant;
    knownBy: Instant;
    effectiveFrom: Instant;
    recordedAt: Instant;
    version: string;
    definition: Program | ReturnType<typeof withoutLearners>;
  }> {
    const { clocks, inForce } = await askedProgram(
      this.clickhouse,
      principal.tenant,
      program,
      query,
      await this.watermark.consistentThrough(),
    );
    void reply.header('ETag', `"${inForce.version}"`);
    const { effectiveFrom, recordedAt, version } = inForce;
    const definition = allows(principal, 'people') ? inForce.program : withoutLearners(inForce.program);
    return { ...clocks, effectiveFrom, recordedAt, version, definition };
  }
}

/** Which learners are in scope is a list of people: null, which no program file may say, where there is one. */
function withoutLearners(program: Program) {
  const { scope } = program;
  return scope?.learners === undefined ? program : { ...program, scope: { ...scope, learners: null } };
}

/** YAML arrives as bytes; JSON was parsed (and so checked) at the edge, and is written again for the file's own parser. */
function programText(
  contentType: string | undefined,
  body: unknown,
): { text: string; format: ProgramFileFormat } {
  const mediaType = mediaTypeOf(contentType);
  if (mediaType === 'application/json') return { text: JSON.stringify(body, null, 2), format: 'json' };
  if (!['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml'].includes(mediaType)) {
    throw new Problem({
      status: 415,
      type: 'unsupported-media-type',
      title: 'Unsupported media type',
      detail: 'Send the program file as application/yaml or application/json.',
    });
  }
  if (!(body instanceof Uint8Array)) throw badRequest('The program file is empty.');
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(body), format: 'yaml' };
  } catch {
    throw badRequest('The program file is not UTF-8.');
  }
}
