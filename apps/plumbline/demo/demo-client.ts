import type { CreatedKey } from '#access';
import type { Push } from '#story';
import { z } from 'zod';

const answer = z.object({
  accepted: z.number(),
  duplicates: z.number(),
  rejected: z.array(z.object({ index: z.number() })),
});

/** The product did not answer a push as the story says it must. */
export class UnexpectedAnswer extends Error {
  constructor(push: Push, status: number, text: string) {
    super(
      `A push of ${push.request.kind} at ${push.at} was answered ${status}, expected ${push.expect.status} with ${JSON.stringify(push.expect)}:\n${text.slice(0, 2000)}`,
    );
    this.name = 'UnexpectedAnswer';
  }
}

/** Speaks to the product as its users do: over public HTTP, with a key. */
export class DemoClient {
  constructor(
    private readonly url: string,
    private readonly key: CreatedKey,
  ) {}

  /** Sends one push and checks the answer. @throws UnexpectedAnswer */
  async push(push: Push): Promise<void> {
    const response = await this.send(push);
    const text = await response.text();
    if (response.status !== push.expect.status) throw new UnexpectedAnswer(push, response.status, text);
    if (push.request.kind === 'xapi' || !response.ok) return;
    const { accepted, duplicates, rejected } = answer.parse(JSON.parse(text));
    const indexes = [...new Set(rejected.map(({ index }) => index))];
    const asExpected =
      accepted === push.expect.accepted &&
      duplicates === push.expect.duplicates &&
      indexes.join() === push.expect.rejected.join();
    if (!asExpected) throw new UnexpectedAnswer(push, response.status, text);
  }

  /** Sends one push, whatever comes of it. */
  send({ request }: Push): Promise<Response> {
    return request.kind === 'xapi' ? this.statements(request) : this.events(request);
  }

  async fetch(method: string, path: string, body?: { type: string; text: string }): Promise<Response> {
    const response = await fetch(new URL(path, this.url), {
      method,
      headers: {
        authorization: `Bearer ${this.key.id}.${this.key.secret}`,
        ...(body ? { 'content-type': body.type } : {}),
      },
      ...(body ? { body: body.text } : {}),
    });
    if (!response.ok)
      throw new Error(
        `${method} ${path} was answered ${response.status}: ${(await response.text()).slice(0, 2000)}`,
      );
    return response;
  }

  async json(path: string): Promise<unknown> {
    return (await this.fetch('GET', path)).json();
  }

  private statements({ version, statements }: Extract<Push['request'], { kind: 'xapi' }>): Promise<Response> {
    return fetch(new URL('/xapi/statements', this.url), {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${this.key.id}:${this.key.secret}`).toString('base64')}`,
        'content-type': 'application/json',
        'x-experience-api-version': version,
      },
      body: JSON.stringify(statements),
    });
  }

  private events({ mode, events }: Extract<Push['request'], { kind: 'events' }>): Promise<Response> {
    const authorization = `Bearer ${this.key.id}.${this.key.secret}`;
    const url = new URL('/v1/events', this.url);
    const [event] = events;
    if (mode === 'batch' || event === undefined) {
      return fetch(url, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/cloudevents-batch+json' },
        body: JSON.stringify(events),
      });
    }
    if (mode === 'structured') {
      return fetch(url, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/cloudevents+json' },
        body: JSON.stringify(event),
      });
    }
    const { data, ...attributes } = event;
    const headers = Object.entries(attributes).map(
      ([name, value]) => [`ce-${name}`, encodeURIComponent(String(value))] as const,
    );
    return fetch(url, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', ...Object.fromEntries(headers) },
      body: JSON.stringify(data),
    });
  }
}
