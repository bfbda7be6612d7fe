import type { Instant } from '#platform';
import { asSent } from '../calendar.ts';
import type { Random } from '../random.ts';

export type JsonObject = { readonly [key: string]: unknown };

/** Who pushes: the learning system, the tools, the people system, and one key that may administer. */
export type KeyName = 'lms' | 'tools' | 'hr' | 'admin';

export type Wire = 'xapi-1.0.3' | 'xapi-2.0.0' | 'events';

/** One statement or CloudEvent on its way. */
export interface Message {
  /** What it tells, as a path: `completion/L-0001/guardrails/passed`. Unique in a story but for re-sends. */
  readonly about: string;
  readonly at: Instant;
  /** When it is pushed. */
  readonly sent: Instant;
  readonly key: KeyName;
  readonly wire: Wire;
  readonly body: JsonObject;
  /** Pushed in a request of its own, in this CloudEvents mode; a statement: by itself. */
  readonly alone?: 'structured' | 'binary';
  /** What a re-send must meet with. */
  readonly reply?: 'duplicate' | 'conflict';
}

export interface Telling {
  readonly about: string;
  readonly at: Instant;
  readonly sent: Instant;
}

/** A CloudEvent of `https://<source>`, `time` written the way a Berlin system writes it. */
export function eventMessage(
  random: Random,
  telling: Telling,
  key: KeyName,
  source: string,
  type: string,
  subject: string,
  data: JsonObject,
): Message {
  return {
    ...telling,
    key,
    wire: 'events',
    body: {
      specversion: '1.0',
      id: random.fork(`id/${telling.about}`).uuid(),
      source: `https://${source}`,
      type: `plumbline.${type}`,
      subject,
      time: asSent(telling.at),
      datacontenttype: 'application/json',
      data,
    },
  };
}

/** `id` of the statement or event, for what refers to it. */
export function idOf(message: Message): string {
  return String(message.body['id']);
}

/** By the time of sending, then of happening. */
export function inOrder(messages: readonly Message[]): Message[] {
  const place = ({ sent, at }: Message) => `${sent} ${at}`;
  return messages.toSorted((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0));
}
