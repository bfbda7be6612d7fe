import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '#platform';
import { z } from 'zod';

const ready = z.object({
  url: z.string(),
  operatorToken: z.string(),
  /** Absent: a server that is not the product's. */
  clickhousePid: z.number().optional(),
});
const createdKey = z.object({ id: z.string(), secret: z.string() });
const STARTS_AT = '2026-07-06T08:00:00.000000Z';

/** The compiled product as a process of its own, so that it can be killed, with a key of the tenant `default`. */
export class ServerProcess {
  private constructor(
    readonly child: ChildProcess,
    readonly url: string,
    private readonly clickhousePid: number | undefined,
    /** Of a request to `/xapi`: its key and its version. */
    readonly headers: Readonly<Record<string, string>>,
  ) {}

  /** @param clickhouseUrl a server with user and password; without it the embedded one is started */
  static async start(dataDir: string, clickhouseUrl = ''): Promise<ServerProcess> {
    const child = fork(
      join(projectRoot, 'test', 'support', 'story-server.mjs'),
      [dataDir, STARTS_AT, clickhouseUrl],
      { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
    );
    const [message] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
    const { url, operatorToken, clickhousePid } = ready.parse(message);
    const made = await fetch(`${url}/operator/tenants/default/keys`, {
      method: 'POST',
      headers: { authorization: `Operator ${operatorToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: `lms ${randomUUID()}`, scopes: ['ingest', 'read'] }),
    });
    const { id, secret } = createdKey.parse(await made.json());
    return new ServerProcess(child, url, clickhousePid, {
      authorization: `Bearer ${id}.${secret}`,
      'x-experience-api-version': '1.0.3',
    });
  }

  async kill(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }

  /** Kills the embedded ClickHouse that this process started first. */
  killClickHouse(): void {
    if (this.clickhousePid === undefined) throw new TypeError('This process has no ClickHouse of its own.');
    process.kill(this.clickhousePid, 'SIGKILL');
  }
}
