import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { readSuiteLog, type SuiteResult } from './suite-log.ts';

/** The suite is not in the folder, or its run left no log. */
export class SuiteFailed extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'SuiteFailed';
  }
}

export interface SuiteRun {
  /** where the suite is installed */
  readonly suite: string;
  /** the xAPI endpoint to try */
  readonly endpoint: string;
  readonly key: { readonly id: string; readonly secret: string };
  readonly version: string;
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number) => void;
}

const RUNNER = join('bin', 'console_runner.js');
const WRITTEN = /^Full run log written to (.+)$/;
const summaryLine = z.object({ total: z.int(), passed: z.int(), failed: z.int() });

/** Whether the suite is there and installed. @throws SuiteFailed */
export function requireSuite(suite: string): void {
  if (!existsSync(join(suite, RUNNER)))
    throw new SuiteFailed(
      `There is no ${RUNNER} in ${suite}: give the folder of the ADL LRS conformance suite.`,
    );
  if (!existsSync(join(suite, 'node_modules')))
    throw new SuiteFailed(`The suite in ${suite} is not installed: run npm install there.`);
}

/**
 * Runs the ADL LRS conformance suite once and reads its full log; its exit code does not tell of a run that died.
 * @throws SuiteFailed without a log; AbortError when it was interrupted
 */
export async function runSuite(run: SuiteRun): Promise<SuiteResult> {
  const { suite, endpoint, key, version, signal, progress } = run;
  const asked = ['-e', endpoint, '-a', '-u', key.id, '-p', key.secret, '-x', version];
  // The suite starts processes of its own: as one group they can be ended together.
  const child = spawn(process.execPath, [RUNNER, ...asked], {
    cwd: suite,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const end = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  };
  signal.addEventListener('abort', end, { once: true });
  let log: string | null = null;
  const reading = async (): Promise<void> => {
    for await (const line of createInterface({ input: child.stdout })) {
      log = WRITTEN.exec(line.trim())?.[1] ?? log;
      const summary = summaryOf(line);
      if (summary) progress(summary.passed + summary.failed, summary.total);
    }
  };
  try {
    await Promise.all([once(child, 'close'), reading()]);
  } finally {
    signal.removeEventListener('abort', end);
  }
  signal.throwIfAborted();
  if (log === null || !existsSync(log)) throw new SuiteFailed(`The run for ${version} ended without a log.`);
  return readSuiteLog(readFileSync(log, 'utf8'));
}

function summaryOf(line: string): z.infer<typeof summaryLine> | null {
  if (!line.startsWith('{')) return null;
  try {
    return summaryLine.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null; // a line of another kind that begins so
  }
}
