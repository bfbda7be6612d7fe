import { badRequest, Problem } from '#platform';
import { mediaTypeOf } from '#platform/http';

/** The request's events as unknown JSON values, and whether a single one was sent. */
export interface ReceivedEvents {
  readonly events: readonly unknown[];
  readonly single: boolean;
}

/** Events of one batch at most; a larger one is refused with 413. */
export const MAX_BATCH_EVENTS = 10_000;

/**
 * Reads the three modes of the CloudEvents HTTP binding 1.0.2: structured (section 3.2), batched (3.3), binary (3.1).
 * `body` is the parsed JSON. Throws 400, 413 or 415 problems.
 */
export function receivedEvents(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: unknown,
): ReceivedEvents {
  const mediaType = mediaTypeOf(String(headers['content-type'] ?? ''));
  switch (mediaType) {
    case 'application/cloudevents+json':
      return { events: [body], single: true };
    case 'application/cloudevents-batch+json':
      return { events: batchOf(body), single: false };
    default:
      if (headers['ce-specversion'] !== undefined)
        return { events: [fromHeaders(headers, mediaType, body)], single: true };
      throw new Problem({
        status: 415,
        type: 'unsupported-media-type',
        title: 'Unsupported media type',
        detail:
          'Send application/cloudevents+json (one event), application/cloudevents-batch+json (an array of events), or application/json with ce-* headers (binary mode).',
      });
  }
}

function batchOf(body: unknown): readonly unknown[] {
  if (!Array.isArray(body))
    throw badRequest('A batch is a JSON array of events.', [{ pointer: '', reason: 'Expected an array.' }]);
  if (body.length === 0)
    throw badRequest('The batch holds no event.', [{ pointer: '', reason: 'Expected at least one event.' }]);
  if (body.length > MAX_BATCH_EVENTS) {
    throw new Problem({
      status: 413,
      type: 'too-large',
      title: 'Content too large',
      detail: `A batch holds at most ${MAX_BATCH_EVENTS} events; this one has ${body.length}.`,
    });
  }
  return body;
}

/** Binary mode: attributes are `ce-` headers, percent-encoded where needed; Content-Type is datacontenttype. */
function fromHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  mediaType: string,
  data: unknown,
): Record<string, unknown> {
  const event: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith('ce-') && typeof value === 'string')
      event[name.slice('ce-'.length)] = decodeHeader(name, value);
  }
  return { ...event, ...(mediaType === '' ? {} : { datacontenttype: mediaType }), data };
}

function decodeHeader(name: string, value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw badRequest(`The header ${name} is not percent-encoded UTF-8.`, [
      { pointer: `/${name.slice('ce-'.length)}`, reason: 'Not valid percent-encoding.' },
    ]);
  }
}
