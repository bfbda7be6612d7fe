import { describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { once } from 'node:events';
import { startProduct } from '#test/support/product';

describe('stopping', () => {
  it('does not wait for a client that keeps its request open', async () => {
    const product = await startProduct();
    const key = await product.key({ scopes: ['ingest'] });
    const { port } = new URL(product.url);
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      `POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: ${key.authorization}\r\nContent-Type: application/cloudevents+json\r\nContent-Length: 100\r\n\r\n{`,
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    const closed = once(socket, 'close');
    socket.on('error', () => socket.destroy());
    await product.stop();
    await closed;
    expect(socket.destroyed).toBe(true);
  }, 30_000);

  it('answers what is no HTTP as a problem with a request id', async () => {
    const product = await startProduct();
    try {
      const socket = connect(Number(new URL(product.url).port), '127.0.0.1');
      await once(socket, 'connect');
      let answer = '';
      socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
      socket.write('GARBAGE\r\n\r\n');
      await once(socket, 'close');
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toMatch(/X-Request-Id: [0-9a-f-]{36}/);
      expect(answer).toContain('application/problem+json');
    } finally {
      await product.stop();
    }
  });
});
