import { describe, expect, it } from '@jest/globals';
import { Problem } from '#platform';
import fc from 'fast-check';
import { MultipartBody } from './multipart-body.ts';

const BOUNDARY = 'b-1';

async function* inPieces(body: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (let turn = 0; at < body.byteLength; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield body.subarray(at, at + size);
    at += size;
  }
}

async function read(body: Buffer, sizes: readonly number[] = [body.byteLength]) {
  const multipart = new MultipartBody(inPieces(body, sizes), BOUNDARY);
  const parts: { headers: Record<string, string>; content: Buffer }[] = [];
  for (let headers = await multipart.next(); headers !== null; headers = await multipart.next()) {
    const content: Buffer[] = [];
    for await (const piece of multipart.content()) content.push(Buffer.from(piece));
    parts.push({ headers: Object.fromEntries(headers), content: Buffer.concat(content) });
  }
  return parts;
}

function written(parts: readonly { headers: Record<string, string>; content: Buffer }[]): Buffer {
  return Buffer.concat([
    ...parts.flatMap(({ headers, content }) => [
      Buffer.from(`--${BOUNDARY}\r\n`),
      Buffer.from(
        Object.entries(headers)
          .map(([name, value]) => `${name}: ${value}\r\n`)
          .join(''),
      ),
      Buffer.from('\r\n'),
      content,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${BOUNDARY}--`),
  ]);
}

const reasonOf = (body: string) =>
  read(Buffer.from(body, 'latin1')).then(
    () => 'it was read',
    (error: unknown) => (error instanceof Problem ? `${error.status} ${error.message}` : String(error)),
  );

describe('A multipart body', () => {
  it('is read as it was written, wherever the network cuts it', async () => {
    // Pieces of the delimiter, so that contents look like it now and then.
    const piece = fc.constantFrom('\r\n', '--', 'b-1', '\r', '-', 'b', 'x', '\0', 'ÿ');
    const content = fc
      .array(piece, { maxLength: 30 })
      .map((pieces) => Buffer.from(pieces.join(''), 'latin1'))
      .filter((bytes) => !Buffer.concat([Buffer.from('\r\n'), bytes]).includes(`\r\n--${BOUNDARY}`));
    const header = fc.dictionary(
      fc.constantFrom('a', 'content-type', 'x-1'),
      fc.constantFrom('', 'v', 'a: b; c="d"'),
      {
        noNullPrototype: true,
      },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ headers: header, content }), { maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
        async (parts, sizes) => {
          expect(await read(written(parts), sizes)).toEqual(parts);
        },
      ),
    );
  });

  it('may have text around its parts, padding behind a boundary and folded headers', async () => {
    const body = 'To whom it concerns\r\n--b-1 \t\r\nA: 1\r\n  2\r\nA: 3\r\n\r\nx\r\n--b-1--\r\nThe end';
    expect(await read(Buffer.from(body))).toEqual([{ headers: { a: '1 2' }, content: Buffer.from('x') }]);
  });

  it('is refused with the reason when it cannot be read', async () => {
    const reasons = await Promise.all(
      [
        '',
        'no boundary at all',
        '--b-1',
        '--b-1\r\nA: 1',
        '--b-1\r\nA: 1\r\n\r\nx',
        '--b-1\r\nA: 1\r\n\r\nx\r\n--b-2--',
        '--b-1\r\n\r\nx\r\n--b-12\r\n\r\ny\r\n--b-1--',
        '--b-1\r\nno colon\r\n\r\nx\r\n--b-1--',
        '--b-1\r\nA: 1\r\nx\r\n--b-1\r\nB: 2\r\n\r\ny\r\n--b-1--',
        '--b-1\nA: 1\n\nx\n--b-1--',
        `--b-1\r\nA: ${'1'.repeat(20_000)}\r\n\r\nx\r\n--b-1--`,
        `${'x'.repeat(20_000)}\r\n--b-1--`,
      ].map(reasonOf),
    );
    const ends =
      '400 The multipart body cannot be read: The body ends before its last boundary, which ends with "--".';
    expect(reasons).toEqual([
      ends,
      ends,
      expect.stringContaining('The body ends within the headers'),
      expect.stringContaining('The body ends within the headers'),
      ends,
      ends,
      expect.stringContaining('goes on with "2"'),
      expect.stringContaining('not "Name: value": "no colon"'),
      expect.stringContaining('no empty line'),
      expect.stringContaining('400'),
      expect.stringContaining('413'),
      expect.stringContaining('does not begin with the boundary'),
    ]);
  });

  it('tells of a boundary within a content, wherever the network cuts it', async () => {
    const hintOf = async (content: string, size: number): Promise<string> => {
      const body = Buffer.from(`--b-1\r\nA: 1\r\n\r\n${content}\r\n--b-1\r\n\r\nz\r\n--b-1--`);
      const multipart = new MultipartBody(inPieces(body, [size]), BOUNDARY);
      await multipart.next();
      for await (const piece of multipart.content()) expect(piece.byteLength).toBeGreaterThan(0);
      const { hint } = multipart;
      await multipart.next();
      for await (const piece of multipart.content()) expect(piece.toString()).toBe('z');
      expect(multipart.hint).toBe('');
      return hint;
    };
    for (const size of [1, 2, 3, 7, 1000]) {
      for (const content of ['x--b-1\r\nB: 2\r\n\r\ny', '--b-1\r\nB: 2\r\n\r\ny', 'x\n--b-1'])
        expect(await hintOf(content, size)).toContain('CRLF');
      for (const content of ['x', '', '--b', '\r\n-b-1']) expect(await hintOf(content, size)).toBe('');
    }
    expect(await reasonOf('--b-1\r\nA: 1\r\n\r\nx--b-1--')).toContain('CRLF');
  });

  it('ends a content at a boundary within it where it is said to end, wherever the network cuts it', async () => {
    const body = Buffer.from('--b-1\r\n\r\nx--b-1y--b-1\r\nB: 2\r\n\r\n--b-1--');
    for (const size of [1, 2, 3, 7, 1000]) {
      const multipart = new MultipartBody(inPieces(body, [size]), BOUNDARY);
      await multipart.next();
      const asked: string[] = [];
      let content = '';
      const endsHere = () => {
        asked.push(content);
        return content.endsWith('y');
      };
      for await (const piece of multipart.content(endsHere)) content += piece.toString();
      expect([content, asked]).toEqual(['x--b-1y', ['x', 'x--b-1y']]);
      expect(await multipart.next()).toEqual(new Map([['b', '2']]));
      for await (const piece of multipart.content(() => true)) expect(piece.byteLength).toBe(0);
      expect(await multipart.next()).toBeNull();
    }
  });

  it('that stands still is given up, and one that is alive is not', async () => {
    async function* slow(millis: number): AsyncGenerator<Buffer> {
      for (const piece of ['--b-1\r\n', '\r\nx', '\r\n--b-', '1--']) {
        await new Promise((resolve) => setTimeout(resolve, millis));
        yield Buffer.from(piece);
      }
    }
    const alive = new MultipartBody(slow(60), BOUNDARY, { silenceMillis: 150 });
    expect(await alive.next()).toEqual(new Map());
    for await (const piece of alive.content()) expect(piece.toString()).toBe('x');
    expect(await alive.next()).toBeNull();
    const dead = new MultipartBody(slow(400), BOUNDARY, { silenceMillis: 150 });
    await expect(dead.next()).rejects.toMatchObject({ status: 408 });
    const before = performance.now();
    expect(await dead.discard(1000)).toBe(false);
    expect(performance.now() - before).toBeLessThan(100);
  });

  it('is pulled: what nobody asks for is not read', async () => {
    let given = 0;
    async function* source(): AsyncGenerator<Buffer> {
      yield Buffer.from('--b-1\r\n\r\n');
      for (;;) {
        given += 1;
        yield Buffer.alloc(1000);
      }
    }
    const multipart = new MultipartBody(source(), BOUNDARY);
    await multipart.next();
    const content = multipart.content();
    for (let turn = 0; turn < 5; turn += 1) await content.next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(given).toBeLessThanOrEqual(6);
    await multipart.discard(10_000);
    expect(given).toBeLessThanOrEqual(17);
  });
});
