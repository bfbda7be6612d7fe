import type { FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { badRequest, Problem } from '../problem.ts';

/**
 * What HTTP itself asks of a request, which Node would refuse by an answer without a body, or not at all: one Host (RFC 9112, section
 * 3.2), and no expectation but `100-continue` (RFC 9110, section 10.1.1). To be called before the routes are made.
 * @param headers of the answer to a request that no hook sees
 */
export function requireOfHttp(fastify: FastifyInstance, headers: Readonly<Record<string, string>>): void {
  fastify.addHook('onRequest', ({ raw }, _reply, done) => {
    const hosts = raw.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
    const isMissing = hosts.length === 0 && raw.httpVersion !== '1.0';
    if (isMissing || hosts.length > 1) done(badRequest(ONE_HOST, [{ pointer: 'Host', reason: ONE_HOST }]));
    else done();
  });
  fastify.server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const id = randomUUID();
    response
      .writeHead(417, {
        ...headers,
        'X-Request-Id': id,
        'Content-Type': 'application/problem+json; charset=utf-8',
        Connection: 'close',
      })
      .end(JSON.stringify(notExpected().toDocument(id)));
  });
}

const ONE_HOST = 'The request needs the header Host, once.';
const NOT_EXPECTED = 'Nothing but 100-continue can be expected of this server; leave the header Expect out.';

function notExpected(): Problem {
  return new Problem({
    status: 417,
    type: 'expectation-failed',
    title: 'Expectation failed',
    detail: NOT_EXPECTED,
    errors: [{ pointer: 'Expect', reason: NOT_EXPECTED }],
  });
}
