import type { Instant } from '#platform';
import type { JsonObject, KeyName, Message } from './message.ts';

export type PushRequest =
  | { readonly kind: 'xapi'; readonly version: '1.0.3' | '2.0.0'; readonly statements: readonly JsonObject[] }
  | {
      readonly kind: 'events';
      readonly mode: 'batch' | 'structured' | 'binary';
      readonly events: readonly JsonObject[];
    };

/**
 * What the product must answer: 409 to a request that holds a refused statement or one refused event alone, 422 to a
 * batch of events that are all refused. `rejected` are indexes in the batch.
 */
export interface Expectation {
  readonly status: 200 | 409 | 422;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: readonly number[];
}

/** One request. `at` is the story's clock when it is pushed: what the product should give as recorded time. */
export interface Push {
  readonly at: Instant;
  readonly key: KeyName;
  readonly request: PushRequest;
  readonly expect: Expectation;
}

const LARGEST = 100;

/** People first, then the learning system, then tools; what refers to others' events last. */
const keys: readonly KeyName[] = ['hr', 'lms', 'tools', 'admin'];

/** Messages sent at one time by one key over one wire share requests of at most a hundred. */
export function pack(messages: readonly Message[]): Push[] {
  const moments = Map.groupBy(messages, (message) => message.sent);
  return [...moments.keys()]
    .toSorted()
    .flatMap((at) =>
      keys.flatMap((key) => packOf((moments.get(at) ?? []).filter((message) => message.key === key))),
    );
}

function packOf(messages: readonly Message[]): Push[] {
  const together = messages.filter((message) => message.alone === undefined);
  const wires = Map.groupBy(together, (message) => message.wire);
  return [
    ...[...wires.values()].flatMap(chunks).map((chunk) => push(chunk, 'batch')),
    ...messages
      .filter((message) => message.alone !== undefined)
      .map((message) => push([message], message.alone ?? 'structured')),
  ];
}

function chunks(messages: readonly Message[]): Message[][] {
  return Array.from({ length: Math.ceil(messages.length / LARGEST) }, (_, index) =>
    messages.slice(index * LARGEST, (index + 1) * LARGEST),
  );
}

function push(messages: readonly Message[], mode: 'batch' | 'structured' | 'binary'): Push {
  const first = messages[0];
  if (first === undefined) throw new RangeError('A push has at least one message.');
  const bodies = messages.map((message) => message.body);
  const request: PushRequest =
    first.wire === 'events'
      ? { kind: 'events', mode, events: bodies }
      : {
          kind: 'xapi',
          version: first.wire === 'xapi-1.0.3' ? '1.0.3' : '2.0.0',
          statements: bodies,
        };
  const rejected = messages.flatMap((message, index) => (message.reply === 'conflict' ? [index] : []));
  const duplicates = messages.filter((message) => message.reply === 'duplicate').length;
  return {
    at: first.sent,
    key: first.key,
    request,
    expect: {
      status: statusOf(request, rejected.length),
      accepted: messages.length - rejected.length - duplicates,
      duplicates,
      rejected,
    },
  };
}

function statusOf(request: PushRequest, rejected: number): Expectation['status'] {
  if (rejected === 0) return 200;
  if (request.kind === 'xapi' || request.mode !== 'batch') return 409;
  return rejected === request.events.length ? 422 : 200;
}
