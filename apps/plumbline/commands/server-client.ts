import { randomIds, systemClock, createLogger, type Settings } from '#platform';
import { findRunning } from '../up/running.ts';
import { up } from '../up/up.ts';

/** The server answered with an error: its problem document in words. */
export class RequestFailed extends Error {
  constructor(
    readonly status: number,
    text: string,
  ) {
    super(text);
    this.name = 'RequestFailed';
  }
}

/** What a command asks of the server, as the operator acting for one tenant. */
export class ServerClient {
  constructor(
    readonly url: string,
    private readonly operatorToken: string,
    private readonly tenant: string,
  ) {}

  async request(
    method: string,
    path: string,
    body?: { type: string; text: string },
    accept = 'application/json',
  ): Promise<Response> {
    const answer = await this.send(method, path, body, { accept });
    if (!answer.ok) throw new RequestFailed(answer.status, await explain(answer));
    return answer;
  }

  /** The answer as it comes, also when it is an error. */
  send(
    method: string,
    path: string,
    body?: { type: string; text: string },
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    return fetch(new URL(path, this.url), {
      method,
      headers: {
        authorization: `Operator ${this.operatorToken}`,
        'plumbline-tenant': this.tenant,
        ...headers,
        ...(body ? { 'content-type': body.type } : {}),
      },
      ...(body ? { body: body.text } : {}),
    });
  }

  async json(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await this.request(
      method,
      path,
      body === undefined ? undefined : { type: 'application/json', text: JSON.stringify(body) },
    );
    return answer.status === 204 ? null : answer.json();
  }
}

/** Runs `work` against the server of the data directory; when none runs, one is started for the time it takes. */
export async function withServer<T>(
  settings: Settings,
  tenant: string,
  work: (client: ServerClient) => Promise<T>,
): Promise<T> {
  const running = await findRunning(settings.dataDir);
  if (running) return work(new ServerClient(running.url, running.operatorToken, tenant));
  const server = await up({
    settings: { ...settings, host: '127.0.0.1', port: 0 },
    logger: createLogger('error'),
    clock: systemClock,
    ids: randomIds,
    onLost: () => process.exit(1),
  });
  if (server.firstKey)
    process.stderr.write(
      `First start: the admin key is ${server.firstKey.id}.${server.firstKey.secret} (told once).\n`,
    );
  try {
    return await work(new ServerClient(server.url, server.operatorToken, tenant));
  } finally {
    await server.stop();
  }
}

async function explain(answer: Response): Promise<string> {
  const text = await answer.text();
  try {
    const problem: unknown = JSON.parse(text);
    if (typeof problem !== 'object' || problem === null || !('detail' in problem)) return text;
    const errors = 'errors' in problem && Array.isArray(problem.errors) ? problem.errors : [];
    const lines = errors.map((error: { pointer?: string; reason?: string; line?: number }) => {
      const line = error.line === undefined ? '' : `line ${error.line}: `;
      return `  ${line}${error.pointer ?? ''} ${error.reason ?? ''}`;
    });
    return [String(problem.detail), ...lines].join('\n');
  } catch {
    return `${answer.status} ${text}`;
  }
}
