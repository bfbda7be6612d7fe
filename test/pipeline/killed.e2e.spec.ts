import { afterEach, describe, expect, it } from '@jest/globals';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot, type Instant } from '#platform';
import { Random, editions, programId, type Push } from '#story';
import { z } from 'zod';
import { compare, comparedScorecard } from '../../apps/plumbline/demo/compare.ts';
import { DemoClient } from '../../apps/plumbline/demo/demo-client.ts';
import { demoStory } from '../../apps/plumbline/demo/demo.ts';

const ready = z.object({ url: z.string(), operatorToken: z.string(), clickhousePid: z.number() });
const createdKey = z.object({
  id: z.string(),
  secret: z.string(),
  tenant: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(['ingest', 'read', 'reports', 'people', 'admin'])),
  lenient: z.boolean(),
  origins: z.array(z.string()),
});

/** A server process on a data directory, under the story's clock. */
class StoryServer {
  private constructor(
    readonly child: ChildProcess,
    readonly url: string,
    readonly operatorToken: string,
    readonly clickhousePid: number,
  ) {}

  static async start(dataDir: string, at: Instant): Promise<StoryServer> {
    const child = fork(join(projectRoot, 'test', 'support', 'story-server.mjs'), [dataDir, at], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [message] = await once(child, 'message');
    const { url, operatorToken, clickhousePid } = ready.parse(message);
    return new StoryServer(child, url, operatorToken, clickhousePid);
  }

  async advanceTo(moment: Instant): Promise<void> {
    const answered = once(this.child, 'message');
    this.child.send(moment);
    await answered;
  }

  async kill(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }
}

describe('kill -9 during the demo', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'plumbline-kill-'));
  let server: StoryServer | undefined;
  afterEach(async () => {
    await server?.kill();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('of the server and of ClickHouse, in the middle of pushes, loses and doubles nothing', async () => {
    const story = demoStory();
    const random = new Random('kill');
    let clock = story.opensAt;
    server = await StoryServer.start(dataDir, clock);
    const keys = new Map<string, z.infer<typeof createdKey>>();
    for (const name of ['hr', 'lms', 'tools', 'admin']) {
      const response = await fetch(`${server.url}/operator/tenants/default/keys`, {
        method: 'POST',
        headers: { authorization: `Operator ${server.operatorToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ name, scopes: [name === 'admin' ? 'admin' : 'ingest'] }),
      });
      keys.set(name, createdKey.parse(await response.json()));
    }
    const client = (name: string): DemoClient => {
      const key = keys.get(name);
      if (!server || !key) throw new Error(`No key for ${name}.`);
      return new DemoClient(server.url, key);
    };
    const file = join(projectRoot, 'test', 'fixtures', 'programs', 'ai-reskilling-90-days.yaml');
    await client('admin').fetch('PUT', `/v1/programs/${programId}`, {
      type: 'application/yaml',
      text: readFileSync(file, 'utf8'),
    });

    let kills = 0;
    for (const [index, push] of story.pushes.entries()) {
      if (push.at > clock) await server.advanceTo((clock = push.at));
      if (index % 60 !== 30) {
        await client(push.key).push(push);
        continue;
      }
      kills += 1;
      if (kills % 2 === 1) {
        // The server dies with the request somewhere between its first byte and its answer; the sender sends again.
        const unanswered = client(push.key)
          .send(push)
          .catch(() => null);
        await new Promise((resolve) => setTimeout(resolve, random.between(0, 60)));
        await server.kill();
        await unanswered;
        server = await StoryServer.start(dataDir, clock);
      } else {
        const unanswered = client(push.key)
          .send(push)
          .catch(() => null);
        process.kill(server.clickhousePid, 'SIGKILL');
        await unanswered;
      }
      expect(await answeredAtLast(client(push.key), push)).toBe(push.expect.status);
    }
    expect(kills).toBeGreaterThanOrEqual(5);

    const last = editions.second;
    await server.advanceTo('2026-11-07T00:00:00.000000Z' as Instant);
    const answer = await client('admin').json(
      `/v1/programs/${programId}/scorecard?asOf=${last.asOf}&knownBy=${last.knownBy}&by=role`,
    );
    expect(compare(comparedScorecard.parse(answer), story.truth.second)).toEqual([]);
  }, 240_000);
});

/** Sends until the answer is not 503: while ClickHouse comes back, nothing is acknowledged. */
async function answeredAtLast(client: DemoClient, push: Push): Promise<number> {
  for (let tries = 0; ; tries += 1) {
    const { status } = await client.send(push);
    if (status !== 503 || tries > 60) return status;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
