import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { createLogger, randomIds, readSettings, systemClock } from '#platform';
import { requireSuite, runSuite } from '../conformance/run-suite.ts';
import type { SuiteResult } from '../conformance/suite-log.ts';
import { up } from '../up/up.ts';
import { print, table } from './print.ts';
import { Progress } from './progress.ts';

const VERSIONS = ['1.0.3', '2.0.0'] as const;
const INTERRUPTED = 130;

interface ConformanceOptions {
  readonly suite: string;
  readonly xapi?: (typeof VERSIONS)[number];
  readonly json: boolean;
}

export function addConformance(program: Command): void {
  program
    .command('conformance')
    .description(
      'Run the ADL LRS conformance suite against a server of its own, on a fresh store. Ends with 1 unless everything passes.',
    )
    .requiredOption('--suite <folder>', 'where adlnet/lrs-conformance-test-suite is installed')
    .addOption(new Option('--xapi <version>', 'one version only').choices([...VERSIONS]))
    .option('--json', 'print the results as JSON', false)
    .action(conformance);
}

async function conformance({ suite, xapi, json }: ConformanceOptions): Promise<void> {
  const folder = resolve(suite);
  requireSuite(folder);
  const interrupted = new AbortController();
  const stop = (): void => interrupted.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const progress = new Progress();
  const results: { readonly version: string; readonly result: SuiteResult }[] = [];
  try {
    for (const version of xapi === undefined ? VERSIONS : [xapi])
      results.push({ version, result: await tried(folder, version, progress, interrupted.signal) });
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    progress.say('Interrupted; nothing is left behind.');
    process.exitCode = INTERRUPTED;
    return;
  }
  print(json, Object.fromEntries(results.map(({ version, result }) => [version, result])), () =>
    pageOf(results),
  );
  if (results.some(({ result }) => !result.conforms)) process.exitCode = 1;
}

/** One version against a fresh store: what another run left would be found by searches. */
async function tried(
  suite: string,
  version: (typeof VERSIONS)[number],
  progress: Progress,
  signal: AbortSignal,
): Promise<SuiteResult> {
  const dataDir = mkdtempSync(join(tmpdir(), 'plumbline-conformance-'));
  const settings = readSettings({
    PLUMBLINE_DATA_DIR: dataDir,
    PLUMBLINE_PORT: '0',
    PLUMBLINE_XAPI_VERSION: version,
    PLUMBLINE_LOG_LEVEL: 'error',
  });
  try {
    progress.say(`xAPI ${version}: starting a server …`);
    const server = await up({
      settings,
      logger: createLogger(settings.logLevel),
      clock: systemClock,
      ids: randomIds,
      onLost: () => progress.say('The store was taken over by another process.'),
    });
    try {
      const key = await server.keys.create('default', {
        name: 'conformance',
        scopes: ['ingest', 'read'],
        lenient: false,
      });
      return await runSuite({
        suite,
        endpoint: new URL('/xapi', server.url).toString(),
        key,
        version,
        signal,
        progress: (done, total) => progress.show(`xAPI ${version}`, done, total),
      });
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function pageOf(results: readonly { readonly version: string; readonly result: SuiteResult }[]): string {
  const rows = results.map(({ version, result: { passed, total, conforms, incomplete } }) => [
    version,
    `${passed}/${total}`,
    conforms ? 'conforms' : (incomplete ?? 'does not conform'),
  ]);
  const failing = results.flatMap(({ version, result }) =>
    result.shortfalls.map(
      ({ requirement, status, error }) =>
        `${version} ${status}: ${requirement}${error === '' ? '' : ` (${error})`}`,
    ),
  );
  return [table([['xAPI', 'passed', ''], ...rows]), ...failing].join('\n');
}
