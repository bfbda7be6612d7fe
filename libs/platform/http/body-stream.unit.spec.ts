import { afterEach, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { bytesOf, limitBodyTime } from './body-stream.ts';

describe('The time of a body', () => {
  let app: FastifyInstance | undefined;
  afterEach(() => app?.close());

  async function listening(millis: number): Promise<number> {
    app = fastify({ requestTimeout: 0 });
    limitBodyTime(app, millis);
    app.addContentTypeParser(/^multipart\/mixed/, async (_request: unknown, payload: Readable) => payload);
    const answer = async (body: unknown) =>
      body instanceof Readable ? `${(await bytesOf(body, 1000)).byteLength} bytes` : 'whole';
    app.post('/', { config: { multipartAsStream: true } }, ({ body }) => answer(body));
    app.post('/refused', { onRequest: async (_request, reply) => reply.code(401).send() }, () => 'never');
    return Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port);
  }

  /** Sends a body of four bytes, one each so many milliseconds. */
  async function answerTo(port: number, type: string, pause: number): Promise<string> {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (data) => (answer += data.toString()));
    socket.on('error', () => socket.destroy());
    // Not `once`, which an error ends: the answer may have come before the connection was reset.
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.write(
      `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: ${type}\r\nContent-Length: 4\r\n\r\n`,
    );
    for (let at = 0; at < 4 && socket.bytesRead === 0 && !socket.destroyed; at += 1) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      socket.write('1');
    }
    await closed;
    return answer;
  }

  it('ends a request whose body does not come, and no upload that is read while it comes', async () => {
    const port = await listening(150);
    const [late, soon, upload] = await Promise.all([
      answerTo(port, 'application/json', 80),
      answerTo(port, 'application/json', 5),
      answerTo(port, 'multipart/mixed; boundary=x', 80),
    ]);
    expect(late).toMatch(/^HTTP\/1\.1 408 /);
    expect(soon).toMatch(/^HTTP\/1\.1 200 [^]*whole$/);
    expect(upload).toMatch(/^HTTP\/1\.1 200 [^]*4 bytes$/);
  });

  it('is not asked of a request without a connection, whose body nobody may have read', async () => {
    await listening(20);
    const late: unknown[] = [];
    app?.server.on('clientError', (error) => late.push(error));
    const answer = await app?.inject({
      method: 'POST',
      url: '/refused',
      headers: { 'content-type': 'application/json' },
      payload: '1111',
    });
    expect(answer?.statusCode).toBe(401);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(late).toEqual([]);
  });

  it('is no matter of its size: more than is taken is refused while it comes', async () => {
    const body = () => Readable.from([Buffer.alloc(6), Buffer.alloc(4)]);
    expect((await bytesOf(body(), 10)).byteLength).toBe(10);
    await expect(bytesOf(body(), 9)).rejects.toMatchObject({ status: 413 });
  });
});
