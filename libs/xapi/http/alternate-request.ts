import { badRequest, notFound } from '#platform';
import type { SentRequest } from '#platform/http';
import { isHeaderValue } from './header-value.ts';
import { parametersOnce, type RawParameters } from './query-parameters.ts';

/** Where requests in the alternate syntax are answered; nothing else leads there. */
export const ALTERNATE_PATH = '/xapi/alternate-request';
const CLAUSE = 'xAPI 1.0.3 Communication 1.3';
const METHODS: readonly string[] = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];

/** Form parameters that stand for headers. */
const HEADERS: readonly string[] = [
  'Authorization',
  'X-Experience-API-Version',
  'Content-Type',
  'Content-Length',
  'If-Match',
  'If-None-Match',
];

/**
 * The URL that a request is routed by: a POST with the parameter `method` is one of any method in the alternate request syntax,
 * which browsers that could send nothing else were given (xAPI 1.0.3 Communication 1.3).
 */
export function routedUrl(request: SentRequest): string {
  const { url = '/' } = request;
  if (!isAlternateRequest(request)) return url;
  return `${ALTERNATE_PATH}${url.slice('/xapi'.length)}`;
}

/** Whether a request, by the URL that it was sent to, is in the alternate syntax. */
export function isAlternateRequest({ method, url = '/' }: SentRequest): boolean {
  if (method !== 'POST' || !url.startsWith('/xapi/') || url.startsWith(ALTERNATE_PATH)) return false;
  const start = url.indexOf('?');
  return start > 0 && new URLSearchParams(url.slice(start)).has('method');
}

/** The request that stands in a form. */
export interface MeantRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** The request that carries it. */
export interface CarryingRequest {
  /** as `routedUrl` made it */
  readonly url: string;
  readonly parameters: RawParameters;
  readonly contentType: string | undefined;
  readonly body: Buffer;
}

/**
 * Reads a request in the alternate syntax: everything but `method` comes in a form, headers, parameters and content.
 * @throws Problem 400
 */
export function readAlternateRequest({
  url,
  parameters: asked,
  contentType,
  body,
}: CarryingRequest): MeantRequest {
  const [path = ''] = url.split('?', 1);
  const { method, ...others } = parametersOnce(asked);
  const [extra] = Object.keys(others);
  if (extra !== undefined)
    throw refused(extra, 'Beside method nothing stands in the URL of this syntax; send it in the form.');
  if (method === undefined || !METHODS.includes(method))
    throw refused('method', `Must be one of ${METHODS.join(', ')}.`);
  if (!/^application\/x-www-form-urlencoded\b/i.test(contentType ?? ''))
    throw refused('Content-Type', 'A request with method is sent as application/x-www-form-urlencoded.');
  // The request that is meant would be asked for elsewhere: /xapi/../v1 is no resource of xAPI.
  if (new URL(path, 'http://localhost').pathname !== path)
    throw notFound(`There is nothing at ${JSON.stringify(`/xapi${path.slice(ALTERNATE_PATH.length)}`)}.`);
  const headers: Record<string, string> = {};
  const parameters = new URLSearchParams();
  let content: string | null = null;
  for (const [name, value] of new URLSearchParams(body.toString('utf8'))) {
    const header = HEADERS.find((known) => known.toLowerCase() === name.toLowerCase());
    if (header === undefined ? name === 'content' && content !== null : header.toLowerCase() in headers)
      throw refused(header ?? name, `The form gives ${header ?? name} more than once.`);
    if (header !== undefined) headers[header.toLowerCase()] = headerValue(header, value);
    else if (name === 'content') content = value;
    else parameters.append(name, value);
  }
  if (content === null && (method === 'PUT' || method === 'POST'))
    throw refused('content', `The form has no content, which is the body of the ${method} that is meant.`);
  const query = parameters.toString();
  return {
    method,
    url: `/xapi${path.slice(ALTERNATE_PATH.length)}${query === '' ? '' : `?${query}`}`,
    headers,
    body: content,
  };
}

/** A form can hold what no header can, a line break among it; what is kept of a header is given back as one. */
function headerValue(header: string, value: string): string {
  if (isHeaderValue(value)) return value;
  throw refused(
    header,
    `The value of ${header} is none of a header: it holds a character that no header may.`,
  );
}

function refused(pointer: string, reason: string) {
  return badRequest(`The alternate request is not acceptable: ${reason}`, [
    { pointer, reason, clause: CLAUSE },
  ]);
}
