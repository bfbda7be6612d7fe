import { z } from 'zod';
import type { NamedQuery } from '#clickhouse';
import type { TestKey, TestProduct } from './product.ts';

export interface XapiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; null when it is not. */
  readonly json: unknown;
}

export interface XapiRequest {
  readonly path?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Sent as JSON unless it is text or bytes. */
  readonly body?: unknown;
  /** Beside or instead of the client's own; null leaves one out. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

/** A client of `/xapi` with one key and one version. */
export class XapiClient {
  constructor(
    private readonly product: TestProduct,
    private readonly key: TestKey | null,
    private readonly version = '1.0.3',
  ) {}

  get(parameters: Readonly<Record<string, string>> = {}, request: XapiRequest = {}): Promise<XapiAnswer> {
    return this.send('GET', { ...request, parameters });
  }

  post(body: unknown, request: XapiRequest = {}): Promise<XapiAnswer> {
    return this.send('POST', { ...request, body });
  }

  put(statementId: string, body: unknown, request: XapiRequest = {}): Promise<XapiAnswer> {
    return this.send('PUT', { parameters: { statementId }, ...request, body });
  }

  async send(method: string, request: XapiRequest): Promise<XapiAnswer> {
    const { path = '/xapi/statements', parameters = {}, body, headers = {} } = request;
    const query = new URLSearchParams(parameters).toString();
    const sent = new Headers({ 'X-Experience-API-Version': this.version });
    if (this.key) sent.set('Authorization', this.key.authorization);
    if (body !== undefined) sent.set('Content-Type', 'application/json');
    for (const [name, value] of Object.entries(headers)) {
      if (value === null) sent.delete(name);
      else sent.set(name, value);
    }
    const answer = await fetch(`${this.product.url}${path}${query === '' ? '' : `?${query}`}`, {
      method,
      headers: sent,
      body: payload(body),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, json: parsed(text) };
  }
}

function payload(body: unknown): string | Uint8Array<ArrayBuffer> | null {
  if (body === undefined) return null;
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // an answer without a JSON body
  }
}

const storedRows: NamedQuery<object, { rows: number; distinct: number }> = {
  name: 'test.stored-statements',
  sql: `SELECT count() AS rows, uniqExact(id) AS distinct FROM events
        WHERE type = 'plumbline.xapi.statement-stored' AND ({tenant:String} = '' OR tenant = {tenant:String})`,
  params: z.object({}),
  row: z.object({ rows: z.coerce.number(), distinct: z.coerce.number() }),
};

/** Rows of statements in the log of one tenant, or of all. */
export async function storedStatements(product: TestProduct, tenant = ''): Promise<number> {
  const [found] = await product.clickhouse.query(storedRows, tenant, {});
  if (!found || found.rows !== found.distinct) throw new Error('A statement stands twice in the log.');
  return found.rows;
}
