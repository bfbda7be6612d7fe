/** One fault of a request: where (RFC 6901 JSON Pointer into the body, or a parameter name) and why. */
export interface ProblemDetail {
  readonly pointer: string;
  readonly reason: string;
  /** Which rule of which standard, where one applies: `xAPI 2.0 4.2.1`. */
  readonly clause?: string;
  /** What a limit of this server allows at most, and the setting by which its operator changes that. */
  readonly limit?: number;
  readonly setting?: string;
}

/** What an RFC 9457 `application/problem+json` answer is made of. */
export interface ProblemInit {
  readonly status: number;
  /** Short and stable, the last segment of the problem's type URI: `conflict`, `invalid-statement`. */
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly ProblemDetail[];
  /** Seconds for `Retry-After`, on 429 and 503. */
  readonly retryAfter?: number;
  /** Additional response headers, for instance `Allow` or `WWW-Authenticate`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The body of every error answer (RFC 9457, with `errors` as an extension member). */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  errors?: readonly ProblemDetail[];
}

/** An error that has an answer for the client. Anything else that is thrown becomes a 500 without detail. */
export class Problem extends Error {
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly errors: readonly ProblemDetail[] | undefined;
  readonly retryAfter: number | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(init: ProblemInit, options?: ErrorOptions) {
    super(init.detail, options);
    this.name = 'Problem';
    this.status = init.status;
    this.type = init.type;
    this.title = init.title;
    this.errors = init.errors;
    this.retryAfter = init.retryAfter;
    this.headers = init.headers ?? {};
  }

  /** @param instance the request's identifier, also sent as `X-Request-Id`. */
  toDocument(instance: string): ProblemDocument {
    return {
      type: `urn:plumbline:problem:${this.type}`,
      title: this.title,
      status: this.status,
      detail: this.message.length <= 2000 ? this.message : `${this.message.slice(0, 2000)}…`,
      instance: `urn:uuid:${instance}`,
      ...(this.errors ? { errors: boundedDetails(this.errors) } : {}),
    };
  }
}

/** Faults told at most; a body made of faults must not make an answer larger than itself. */
const MOST_DETAILS = 100;
const LONGEST_TEXT = 500;

/** The first hundred faults, each told shortly; how many more there are is the last. */
export function boundedDetails(details: readonly ProblemDetail[]): ProblemDetail[] {
  const told = details.slice(0, MOST_DETAILS).map((detail) => ({
    ...detail,
    pointer: shortened(detail.pointer),
    reason: shortened(detail.reason),
  }));
  const more = details.length - told.length;
  return more === 0 ? told : [...told, { pointer: '', reason: `${more} more faults are not listed.` }];
}

function shortened(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}…`;
}

/** 400 with the places and reasons. */
export function badRequest(detail: string, errors?: readonly ProblemDetail[], type = 'bad-request'): Problem {
  return new Problem({ status: 400, type, title: 'Bad request', detail, ...(errors ? { errors } : {}) });
}

export function notFound(detail: string): Problem {
  return new Problem({ status: 404, type: 'not-found', title: 'Not found', detail });
}

export function conflict(detail: string, errors?: readonly ProblemDetail[]): Problem {
  return new Problem({
    status: 409,
    type: 'conflict',
    title: 'Conflict',
    detail,
    ...(errors ? { errors } : {}),
  });
}

export function unauthorized(detail: string): Problem {
  return new Problem({
    status: 401,
    type: 'unauthorized',
    title: 'Unauthorized',
    detail,
    headers: { 'WWW-Authenticate': 'Basic realm="plumbline", charset="UTF-8", Bearer realm="plumbline"' },
  });
}

export function forbidden(detail: string): Problem {
  return new Problem({ status: 403, type: 'forbidden', title: 'Forbidden', detail });
}

/** 413: larger or deeper than a limit of this server. */
export function tooLarge(detail: string, errors?: readonly ProblemDetail[]): Problem {
  return new Problem({
    status: 413,
    type: 'too-large',
    title: 'Content too large',
    detail,
    ...(errors ? { errors } : {}),
  });
}

/** What a request went beyond. */
export interface Excess {
  /** What came, as a sentence without its end: `The request has 1001 statements`. */
  readonly came: string;
  /** What is counted: `statements`. */
  readonly unit: string;
  readonly limit: number;
  readonly setting: `PLUMBLINE_${string}`;
  /** What the sender does instead, as a sentence. */
  readonly instead: string;
  readonly pointer?: string;
}

/** 413 that names the limit, the setting, and what would be right. */
export function beyondLimit({ came, unit, limit, setting, instead, pointer = '' }: Excess): Problem {
  const reason = `${came}; at most ${limit} ${unit} are taken (${setting}). ${instead}`;
  return tooLarge(reason, [{ pointer, reason, limit, setting }]);
}

/** {@link beyondLimit} of a request body. */
export function bodyTooLarge(maxBytes: number, came = 'The body is too large'): Problem {
  return beyondLimit({
    came,
    unit: 'bytes',
    limit: maxBytes,
    setting: 'PLUMBLINE_MAX_BODY',
    instead: 'Send less in one request.',
  });
}

/** 503: nothing was stored; the same request may be sent again after `retryAfter` seconds. */
export function unavailable(detail: string, retryAfter = 1, options?: ErrorOptions): Problem {
  return new Problem(
    { status: 503, type: 'unavailable', title: 'Service unavailable', detail, retryAfter },
    options,
  );
}
