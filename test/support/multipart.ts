import { createHash, randomUUID } from 'node:crypto';

/** One part of a multipart body; headers are written as they are given. */
export interface TestPart {
  readonly headers: Readonly<Record<string, string>>;
  readonly content: string | Uint8Array;
}

const BOUNDARY = '-------314159265358979323846';

export const MULTIPART = { 'Content-Type': `multipart/mixed; boundary=${BOUNDARY}` };

/** A multipart body of statements and the parts behind them. */
export function multipart(statements: unknown, ...parts: readonly TestPart[]): Uint8Array {
  const json = { headers: { 'Content-Type': 'application/json' }, content: JSON.stringify(statements) };
  return ofParts(json, ...parts);
}

export function ofParts(...parts: readonly TestPart[]): Uint8Array {
  const pieces = parts.flatMap(({ headers, content }) => [
    `--${BOUNDARY}\r\n`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`),
    '\r\n',
    content,
    '\r\n',
  ]);
  return Buffer.concat([...pieces, `--${BOUNDARY}--\r\n`].map((piece) => Buffer.from(piece)));
}

export function sha2Of(content: string | Uint8Array, algorithm = 'sha256'): string {
  return createHash(algorithm).update(content).digest('hex');
}

/** The part that brings the content of an attachment. */
export function partOf(
  content: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): TestPart {
  return {
    headers: {
      'Content-Type': 'application/octet-stream',
      'Content-Transfer-Encoding': 'binary',
      'X-Experience-API-Hash': sha2Of(content),
      ...headers,
    },
    content,
  };
}

/** The attachment of a statement that a content belongs to. */
export function attachmentOf(
  content: string | Uint8Array,
  changed: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    usageType: 'https://example.org/usage/certificate',
    display: { en: 'Certificate' },
    contentType: 'application/octet-stream',
    length: Buffer.byteLength(content),
    sha2: sha2Of(content),
    ...changed,
  };
}

/** A statement with attachments; undefined: without. */
export function attachedStatement(attachments: readonly object[] | undefined, more: object = {}) {
  return {
    id: randomUUID(),
    actor: { mbox: 'mailto:ada@example.org' },
    verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
    object: { id: 'https://lms.example.org/course' },
    ...(attachments ? { attachments } : {}),
    ...more,
  };
}

/** The parts of an answer: of each its headers, in lower case, and its content. */
export function partsOf(contentType: string | null, body: Buffer): TestPart[] {
  const boundary = /boundary=(\S+)$/.exec(contentType ?? '')?.[1] ?? '';
  const text = body.toString('latin1');
  if (!text.endsWith(`\r\n--${boundary}--\r\n`)) throw new Error('The answer has no last boundary.');
  return `\r\n${text}`
    .slice(0, -`--${boundary}--\r\n`.length - 2)
    .split(`\r\n--${boundary}\r\n`)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\r\n\r\n');
      const headers = part
        .slice(0, end)
        .split('\r\n')
        .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]);
      return { headers: Object.fromEntries(headers), content: Buffer.from(part.slice(end + 4), 'latin1') };
    });
}
