import { randomUUID } from 'node:crypto';
import { z } from 'zod';

export const ORIGIN = 'https://content.example.org';
export const CMI5 = 'https://w3id.org/xapi/cmi5/context';
export const ADL = 'http://adlnet.gov/expapi/verbs/';

/** One request, and its answer as JSON. */
export async function ask(
  key: { readonly authorization: string } | null,
  method: string,
  url: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
) {
  const answer = await fetch(url, {
    method,
    headers: {
      'X-Experience-API-Version': '1.0.3',
      ...(key === null ? {} : { authorization: key.authorization }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, json: JSON.parse(text || 'null') };
}

const launchAnswer = z.object({
  session: z.string(),
  url: z.string(),
  parameters: z.record(z.string(), z.string()),
});

type Opened = ReturnType<typeof openedBy>;

/** What an AU reads from the URL that the answer to a launch opens it with. */
function openedBy(answer: unknown) {
  const { session, url } = launchAnswer.parse(answer);
  const opened = new URL(url).searchParams;
  const read = (name: string) => z.string().parse(opened.get(name));
  return {
    session,
    url,
    endpoint: read('endpoint'),
    fetch: read('fetch'),
    actor: read('actor'),
    registration: read('registration'),
    activityId: read('activityId'),
  };
}

const launchData = z.object({
  launchMode: z.enum(['Normal', 'Browse']),
  launchParameters: z.literal('a=b'),
  masteryScore: z.literal(0.8),
  moveOn: z.literal('CompletedAndPassed'),
  returnURL: z.string(),
  contextTemplate: z.object({ contextActivities: z.looseObject({}), extensions: z.looseObject({}) }),
});
/** The answer to a fetch that gives credentials. */
export const authToken = z.object({ 'auth-token': z.string() });

/** As an LMS launches the AU. */
export async function launchedBy(
  { url, key }: { readonly url: string; readonly key: { readonly authorization: string } },
  learner: string,
  [publisherId, ...course]: readonly string[],
  more: { readonly launchMode?: 'Browse'; readonly sayLaunched?: false } = {},
): Promise<Opened> {
  const request = {
    actor: { objectType: 'Agent', account: { homePage: 'https://lms.example.org', name: learner } },
    registration: randomUUID(),
    activityId: `https://lms.example.org/launched/${randomUUID()}`,
    publisherId,
    url: `${ORIGIN}/au/index.html?lang=de#start`,
    origins: [ORIGIN],
    sayLaunched: more.sayLaunched,
    launchData: {
      contextTemplate: { contextActivities: { grouping: course.map((id) => ({ id })) } },
      launchMode: more.launchMode,
      moveOn: 'CompletedAndPassed',
      masteryScore: 0.8,
      launchParameters: 'a=b',
      returnURL: 'https://lms.example.org/back',
    },
  };
  const { status, json } = await ask(key, 'POST', `${url}/v1/cmi5/launches`, request);
  if (status !== 201) throw new Error(`The launch was answered ${status}.`);
  return openedBy(json);
}

/** An AU that was opened with the URL of a launch and has fetched its credentials and launch data. */
export class Au {
  private constructor(
    readonly opened: Opened,
    readonly key: { readonly authorization: string },
    private readonly template: { contextActivities: object; extensions: object },
  ) {}

  static async start(opened: Opened): Promise<Au> {
    const fetched = await ask(null, 'POST', opened.fetch);
    const key = { authorization: `Basic ${authToken.parse(fetched.json)['auth-token']}` };
    const { endpoint, activityId, actor: agent, registration } = opened;
    const query = new URLSearchParams({ stateId: 'LMS.LaunchData', activityId, agent, registration });
    const { json } = await ask(key, 'GET', `${endpoint}activities/state?${query}`);
    const { contextTemplate } = launchData.parse(json);
    return new Au(opened, key, contextTemplate);
  }

  statement(verb: string, at: string, result?: object) {
    const { actor, activityId, registration } = this.opened;
    const moves = ['completed', 'passed', 'failed'].includes(verb)
      ? [{ id: `${CMI5}/categories/moveon` }]
      : [];
    return {
      id: randomUUID(),
      timestamp: at,
      actor: JSON.parse(actor),
      verb: { id: ADL + verb },
      object: { id: activityId },
      ...(result === undefined ? {} : { result }),
      context: {
        registration,
        contextActivities: {
          ...this.template.contextActivities,
          category: [{ id: `${CMI5}/categories/cmi5` }, ...moves],
        },
        extensions: { ...this.template.extensions, [`${CMI5}/extensions/masteryscore`]: 0.8 },
      },
    };
  }

  send(...statements: object[]) {
    return ask(this.key, 'POST', `${this.opened.endpoint}statements`, statements, { origin: ORIGIN });
  }

  document(method: string, path: string, more: Record<string, string>, body?: unknown) {
    const { endpoint, actor: agent } = this.opened;
    return ask(this.key, method, `${endpoint}${path}?${new URLSearchParams({ agent, ...more })}`, body);
  }
}
