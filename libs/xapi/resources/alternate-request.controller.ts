import { Controller, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { bodyOfStrangers } from '#access';
import { badRequest, Public } from '#platform';
import { BODY_AS_BYTES } from '#platform/http';
import { ALTERNATE_PATH, readAlternateRequest, type MeantRequest } from '../http/alternate-request.ts';
import type { RawParameters } from '../http/query-parameters.ts';
import { negotiateVersion, VERSION_HEADER } from '../http/version-header.ts';

/** The key may stand in the form: so much is read before it is known. */
export const ALTERNATE_BYTES = 256 * 1024;
/** Of the outer request: what is said of its own body and connection is not said of the one that is meant. */
const NOT_PASSED_ON = new Set([
  'content-type',
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'connection',
  'expect',
]);
const READABLE = ['access-control-allow-origin', 'access-control-expose-headers'];
const NOT_GIVEN_BACK = new Set(['content-length', 'transfer-encoding', 'connection', 'keep-alive', 'date']);

/**
 * Requests in the alternate syntax of xAPI 1.0.3 (Communication 1.3), which 2.0 took out. What is meant is asked of this server
 * as any other request, its key included.
 */
@ApiExcludeController()
@Controller(ALTERNATE_PATH)
@Public()
export class AlternateRequestController {
  @Post('*')
  @RouteConfig({ ...bodyOfStrangers(ALTERNATE_BYTES), ...BODY_AS_BYTES })
  async answer(
    @Query() parameters: RawParameters,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { url, headers, body } = request;
    const meant = readAlternateRequest({
      url,
      parameters,
      contentType: headers['content-type'],
      body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
    });
    const sent = { ...passedOn(request), ...meant.headers };
    const { rules, answer: version } = negotiateVersion(sent['x-experience-api-version']);
    void reply.header(VERSION_HEADER, version);
    if (rules !== '1.0') {
      const reason =
        'The alternate request syntax ended with xAPI 1.0.3; send the request with its own method.';
      throw badRequest(reason, [{ pointer: 'method', reason, clause: 'IEEE 9274.1.1 4.1.2' }]);
    }
    const answer = await request.server.inject(injected(meant, sent));
    void reply.status(answer.statusCode);
    // Whether a page may read the answer is told by the key, which was not known before the form was read.
    for (const name of READABLE) if (answer.headers[name] === undefined) reply.removeHeader(name);
    for (const [name, value] of Object.entries(answer.headers))
      if (value !== undefined && !NOT_GIVEN_BACK.has(name)) void reply.header(name, value);
    await reply.send(answer.rawPayload);
  }
}

function passedOn({ headers }: FastifyRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' && !NOT_PASSED_ON.has(name) ? [[name, value]] : [],
    ),
  );
}

function injected({ method, url, body }: MeantRequest, headers: Readonly<Record<string, string>>) {
  const { 'content-length': _, ...own } = headers;
  const asked = { method: method as 'GET', url };
  if (body === null) return { ...asked, headers: own };
  return { ...asked, headers: { 'content-type': 'application/json', ...own }, payload: body };
}
