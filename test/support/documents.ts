import { randomUUID } from 'node:crypto';
import type { TestKey, TestProduct } from './product.ts';
import { type XapiAnswer, XapiClient } from './xapi-client.ts';

const AGENT = JSON.stringify({ mbox: 'mailto:ada@example.org' });
export const ACTIVITY = 'https://lms.example.org/course/ai-literacy';

/** A document resource, and what its documents here are about. */
export interface DocumentResource {
  readonly path: string;
  readonly id: 'stateId' | 'profileId';
  readonly context: Readonly<Record<string, string>>;
}

export const STATE: DocumentResource = {
  path: '/xapi/activities/state',
  id: 'stateId',
  context: { activityId: ACTIVITY, agent: AGENT },
};
const ACTIVITY_PROFILE: DocumentResource = {
  path: '/xapi/activities/profile',
  id: 'profileId',
  context: { activityId: ACTIVITY },
};
export const AGENT_PROFILE: DocumentResource = {
  path: '/xapi/agents/profile',
  id: 'profileId',
  context: { agent: AGENT },
};

export const RESOURCES: readonly (readonly [name: string, resource: DocumentResource])[] = [
  ['state', STATE],
  ['activity profile', ACTIVITY_PROFILE],
  ['agent profile', AGENT_PROFILE],
];

/** Headers of a PUT by one who knows that there is no document yet. */
export const KNOWN_NEW = { 'If-None-Match': '*' };

/** One document, and a client that asks for it. */
export interface TestDocument {
  readonly client: XapiClient;
  readonly parameters: Readonly<Record<string, string>>;
  send(
    method: string,
    body?: unknown,
    headers?: Record<string, string | null>,
    changed?: Record<string, string>,
  ): Promise<XapiAnswer>;
}

/** One document of a resource that no other test uses. */
export function aDocument(
  product: TestProduct,
  key: TestKey,
  { path, id, context }: DocumentResource,
  version = '1.0.3',
): TestDocument {
  const client = new XapiClient(product, key, version);
  const parameters = { ...context, [id]: randomUUID() };
  return {
    client,
    parameters,
    send: (method, body, headers = {}, changed = {}) =>
      client.send(method, { path, parameters: { ...parameters, ...changed }, body, headers }),
  };
}

export const tagOf = ({ headers }: XapiAnswer): string => headers.get('etag') ?? '';

/** The resource with another agent or activity, so that nothing else is in it. */
export function aloneIn({ context, ...resource }: DocumentResource): DocumentResource {
  const id = randomUUID();
  const alone: Record<string, string> =
    'agent' in context
      ? { agent: JSON.stringify({ account: { homePage: 'https://hr.example.org', name: id } }) }
      : { activityId: `${ACTIVITY}/${id}` };
  return { ...resource, context: { ...context, ...alone } };
}
