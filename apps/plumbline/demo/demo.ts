import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreatedKey } from '#access';
import { DEFAULT_TENANT } from '#access';
import {
  SettableClock,
  createLogger,
  instantFromMicros,
  instantToMicros,
  projectRoot,
  randomIds,
  type Instant,
  type Scope,
  type Settings,
} from '#platform';
import { editions, generateStory, programId, type KeyName, type Story, type Truth } from '#story';
import type { Progress } from '../commands/progress.ts';
import { up, type Up } from '../up/up.ts';
import { compare, comparedScorecard, type ComparedScorecard, type Difference } from './compare.ts';
import { DemoClient } from './demo-client.ts';
import { orderReports, type MadeReport } from './demo-reports.ts';

export const DEMO_SEED = 'plumbline';
const PROGRAM_FILE = join(projectRoot, 'test', 'fixtures', 'programs', 'ai-reskilling-90-days.yaml');

/** Who pushes in the story, and with which scopes. `reader` is a program lead who sees groups as of month ends; `leader` gets the reports and sees groups live. */
const KEY_SCOPES: Readonly<Record<KeyName | 'reader' | 'leader', readonly Scope[]>> = {
  lms: ['ingest'],
  hr: ['ingest'],
  tools: ['ingest'],
  admin: ['admin'],
  reader: ['read'],
  leader: ['read', 'reports', 'people'],
};
type DemoKeys = Readonly<Record<keyof typeof KEY_SCOPES, CreatedKey>>;

/** One month's reports as they were known at one moment. */
export interface Edition {
  readonly name: 'first' | 'second';
  readonly scorecard: ComparedScorecard;
  readonly text: string;
  readonly truth: Truth;
  readonly differences: readonly Difference[];
  readonly reports: readonly MadeReport[];
}

export interface DemoRun {
  readonly server: Up;
  readonly keys: DemoKeys;
  readonly editions: readonly Edition[];
  /** The first edition asked for again after the late events, by its own `knownBy`, is answered unchanged. */
  readonly firstUnchanged: boolean;
  /** Seconds that each part took. */
  readonly timings: Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

export interface DemoOptions {
  readonly settings: Settings;
  readonly story: Story;
  readonly progress: Progress;
  /** Without: the numbers alone. */
  readonly reports: boolean;
  /** Aborted: stop cleanly after the request under way. */
  readonly interrupted: AbortSignal;
}

/** Asked to stop before the end. */
export class DemoInterrupted extends Error {
  constructor() {
    super('Interrupted; nothing is left behind.');
    this.name = 'DemoInterrupted';
  }
}

export function demoStory(): Story {
  return generateStory({ seed: DEMO_SEED });
}

/**
 * Plays the story against the product under the story's clock, over public HTTP, and holds every number against the truth.
 * The data directory is fresh and goes with `stop`. @throws UnexpectedAnswer
 */
export async function playDemo({
  settings,
  story,
  progress,
  reports,
  interrupted,
}: DemoOptions): Promise<DemoRun> {
  const dataDir = mkdtempSync(join(tmpdir(), 'plumbline-demo-'));
  const timings: Record<string, number> = {};
  const timed = async <T>(part: string, work: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    const result = await work();
    timings[part] = (timings[part] ?? 0) + (performance.now() - started) / 1000;
    return result;
  };
  const clock = new SettableClock(story.opensAt);
  const server = await timed('start', () =>
    up({
      settings: { ...settings, dataDir, host: '127.0.0.1', port: 0, clickhouseUrl: null },
      logger: createLogger('error'),
      clock,
      ids: randomIds,
      onLost: () => process.exit(1),
    }),
  );
  const stop = async (): Promise<void> => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const keys = await makeKeys(server);
    const client = (name: keyof DemoKeys) => new DemoClient(server.url, keys[name]);
    await client('admin').fetch('PUT', `/v1/programs/${programId}`, {
      type: 'application/yaml',
      text: readFileSync(PROGRAM_FILE, 'utf8'),
    });

    const editionsMade: Edition[] = [];
    let sent = 0;
    for (const name of ['first', 'second'] as const) {
      const until = editions[name].knownBy;
      await timed('push', async () => {
        for (let push = story.pushes[sent]; push && push.at <= until; push = story.pushes[sent]) {
          if (interrupted.aborted) throw new DemoInterrupted();
          if (push.at > clock.now()) clock.advanceTo(push.at);
          await client(push.key).push(push);
          sent += 1;
          progress.show('Pushing the program over HTTP', sent, story.pushes.length);
        }
      });
      clock.advanceTo(justAfter(until));
      const answer = await timed('scorecards', () => askScorecard(client('leader'), name));
      const made = reports
        ? await timed('reports', () => orderReports(client('leader'), programId, '2026-10', until, progress))
        : [];
      const truth = story.truth[name];
      editionsMade.push({
        name,
        ...answer,
        truth,
        differences: compare(answer.scorecard, truth),
        reports: made,
      });
    }
    const again = await askScorecard(client('leader'), 'first');
    return {
      server,
      keys,
      editions: editionsMade,
      firstUnchanged: again.text === editionsMade[0]?.text,
      timings,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Writes what the demo leaves: the reports of the latest edition, those of the first beside them, and the scorecards. */
export function writeResults(folder: string, run: DemoRun): void {
  mkdirSync(join(folder, 'first-edition'), { recursive: true });
  for (const edition of run.editions) {
    const place = edition.name === 'second' ? folder : join(folder, 'first-edition');
    for (const { document, pdf } of edition.reports) writeFileSync(join(place, `${document}.pdf`), pdf);
    writeFileSync(join(place, 'scorecard.json'), `${JSON.stringify(JSON.parse(edition.text), null, 2)}\n`);
  }
}

async function makeKeys(server: Up): Promise<DemoKeys> {
  const make = (name: keyof DemoKeys) =>
    server.keys.create(DEFAULT_TENANT, {
      name: `demo ${name}`,
      scopes: [...KEY_SCOPES[name]],
      lenient: false,
    });
  return {
    lms: await make('lms'),
    hr: await make('hr'),
    tools: await make('tools'),
    admin: await make('admin'),
    reader: await make('reader'),
    leader: await make('leader'),
  };
}

async function askScorecard(
  client: DemoClient,
  name: 'first' | 'second',
): Promise<{ text: string; scorecard: ComparedScorecard }> {
  const { asOf, knownBy } = editions[name];
  const text = await (
    await client.fetch('GET', `/v1/programs/${programId}/scorecard?asOf=${asOf}&knownBy=${knownBy}&by=role`)
  ).text();
  return { text, scorecard: comparedScorecard.parse(JSON.parse(text)) };
}

function justAfter(moment: Instant): Instant {
  return instantFromMicros(instantToMicros(moment) + 1n);
}
