import {
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Post,
  Put,
  Query,
  Req,
  Res,
  type Type,
} from '@nestjs/common';
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
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentPrincipal, type Principal, Requires } from '#platform';
import { ApiAnswer, BODY_AS_BYTES } from '#platform/http';
import { z } from 'zod';
import type { RawParameters } from '../http/query-parameters.ts';
import { VERSION_HEADER } from '../http/version-header.ts';
import type { DocumentKind } from './document-key.ts';
import { idParameterOf } from './document-parameters.ts';
import { DocumentRequests } from './document-requests.ts';

interface Resource {
  /** of the controller, and so of its operations in OpenAPI */
  readonly name: string;
  readonly kind: DocumentKind;
  readonly path: string;
  readonly noun: string;
}

const CONFLICTS =
  'There is a document, and neither If-Match nor If-None-Match says that its sender knows it.';

/** The controller of a document resource: content that was launched with a key that may send reads its own documents too. */
function documentsController({ name, kind, path, noun }: Resource): Type<object> {
  const id = idParameterOf(kind);
  const isState = kind === 'state';

  @ApiTags('xapi')
  @ApiHeader({ name: VERSION_HEADER, required: true, description: '1.0, 1.0.x or 2.0.x' })
  @ApiResponse({ status: 412, description: 'If-Match or If-None-Match does not hold; nothing was changed.' })
  @Controller(path)
  class DocumentsController {
    constructor(@Inject(DocumentRequests) private readonly requests: DocumentRequests) {}

    @Get()
    @Requires('ingest', 'read')
    @ApiOperation({
      summary: `One ${noun} as it was sent; without ${id} the ids of all.`,
    })
    @DocumentParameters(kind, { id: false, since: true })
    @ApiAnswer({
      description: 'The document, or an array of ids.',
      schema: z.json(),
      file: 'application/octet-stream',
      headers: { ETag: 'SHA-1 of the document, in quotes.', 'Last-Modified': 'When it was written.' },
    })
    get(
      @CurrentPrincipal() principal: Principal,
      @Query() parameters: RawParameters,
      @Req() request: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<Buffer | string> {
      return this.requests.get({ kind, principal, request, parameters }, reply);
    }

    @Put()
    @RouteConfig(BODY_AS_BYTES)
    @HttpCode(204)
    @Requires('ingest')
    @ApiOperation({ summary: `Keep a ${noun} as it is sent.` })
    @DocumentParameters(kind, { id: true, since: false })
    @ApiConsumes('application/octet-stream')
    @ApiBody({ schema: { type: 'string', format: 'binary' } })
    @ApiAnswer({ status: 204, description: 'It is kept.' })
    @ApiResponse({ status: 409, description: CONFLICTS })
    put(
      @CurrentPrincipal() principal: Principal,
      @Query() parameters: RawParameters,
      @Req() request: FastifyRequest,
    ): Promise<void> {
      return this.requests.put({ kind, principal, request, parameters });
    }

    @Post()
    @RouteConfig(BODY_AS_BYTES)
    @HttpCode(204)
    @Requires('ingest')
    @ApiOperation({
      summary: `Merge a JSON object into a ${noun}, one level deep; keep it as it is sent where there is none.`,
    })
    @DocumentParameters(kind, { id: true, since: false })
    @ApiConsumes('application/json')
    @ApiBody({ schema: { type: 'object' } })
    @ApiAnswer({ status: 204, description: 'It is merged.' })
    post(
      @CurrentPrincipal() principal: Principal,
      @Query() parameters: RawParameters,
      @Req() request: FastifyRequest,
    ): Promise<void> {
      return this.requests.post({ kind, principal, request, parameters });
    }

    // clients say what a body would be though they send none
    @Delete()
    @RouteConfig(BODY_AS_BYTES)
    @HttpCode(204)
    @Requires('ingest')
    @ApiOperation({
      summary: isState ? `Delete a ${noun}; without ${id} all of them.` : `Delete a ${noun}.`,
    })
    @DocumentParameters(kind, { id: !isState, since: false })
    @ApiAnswer({ status: 204, description: 'Nothing is kept there.' })
    delete(
      @CurrentPrincipal() principal: Principal,
      @Query() parameters: RawParameters,
      @Req() request: FastifyRequest,
    ): Promise<void> {
      return this.requests.delete({ kind, principal, request, parameters });
    }
  }
  Object.defineProperty(DocumentsController, 'name', { value: name });
  return DocumentsController;
}

/** Documents the parameters of a route. */
function DocumentParameters(
  kind: DocumentKind,
  needs: { readonly id: boolean; readonly since: boolean },
): MethodDecorator {
  const agent = { name: 'agent', required: true, description: 'An Agent as JSON.' };
  const parameters = [
    ...(kind === 'agent-profile' ? [] : [{ name: 'activityId', required: true }]),
    ...(kind === 'activity-profile' ? [] : [agent]),
    ...(kind === 'state' ? [{ name: 'registration', required: false }] : []),
    { name: idParameterOf(kind), required: needs.id },
    ...(needs.since
      ? [{ name: 'since', required: false, description: 'Ids of those written after it.' }]
      : []),
  ];
  return (target, property, descriptor) => {
    for (const parameter of parameters.toReversed()) ApiQuery(parameter)(target, property, descriptor);
  };
}

/** State, activity profiles and agent profiles (xAPI 1.0.3 Communication 2.3, 2.7 and 2.6). */
export const DOCUMENT_CONTROLLERS: readonly Type<object>[] = [
  documentsController({
    name: 'StateController',
    kind: 'state',
    path: 'xapi/activities/state',
    noun: 'state document',
  }),
  documentsController({
    name: 'ActivityProfileController',
    kind: 'activity-profile',
    path: 'xapi/activities/profile',
    noun: 'document of an activity',
  }),
  documentsController({
    name: 'AgentProfileController',
    kind: 'agent-profile',
    path: 'xapi/agents/profile',
    noun: 'document of an agent',
  }),
];
