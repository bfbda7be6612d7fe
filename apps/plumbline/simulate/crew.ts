import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Case } from './scenarios.ts';
import { tallySchema, type Tally } from './tally.ts';

export class WorkerEnded extends Error {
  constructor(code: number) {
    super(`A process of the simulation ended with ${code}.`);
    this.name = 'WorkerEnded';
  }
}

export interface Order {
  readonly programs: number;
  readonly seed: string;
}

const file = join(import.meta.dirname, import.meta.filename.endsWith('.ts') ? 'worker.ts' : 'worker.js');

/** Runs cases on several processes, the longest first; each tally is told as it comes. Stops early when the signal says so. */
export async function runOnCrew(
  cases: readonly Case[],
  order: Order,
  crew: { readonly size: number; readonly signal: AbortSignal; readonly done: (tally: Tally) => void },
): Promise<void> {
  const waiting = cases.toSorted((a, b) => b.n - a.n);
  const work = async (): Promise<void> => {
    const child = fork(file, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const stop = (): void => void child.kill('SIGKILL');
    crew.signal.addEventListener('abort', stop);
    try {
      while (!crew.signal.aborted) {
        const next = waiting.shift();
        if (next === undefined) break;
        const tally = await ask(child, { id: next.id, ...order });
        if (tally !== null) crew.done(tally);
        else if (!crew.signal.aborted) throw new WorkerEnded(child.exitCode ?? 1);
      }
    } finally {
      crew.signal.removeEventListener('abort', stop);
      stop();
    }
  };
  await Promise.all(Array.from({ length: Math.min(crew.size, cases.length) }, work));
}

/** The answer of a process; null: it ended instead. Whichever comes first, nothing is left listening for the other. */
async function ask(child: ChildProcess, order: object): Promise<Tally | null> {
  const settled = new AbortController();
  const { signal } = settled;
  const ended = once(child, 'exit', { signal }).then(() => null);
  const answered = once(child, 'message', { signal }).then(([message]) => tallySchema.parse(message));
  child.send(order);
  try {
    return await Promise.race([answered, ended]);
  } finally {
    // The one that lost is refused by the signal, and that refusal is no failure.
    void Promise.allSettled([answered, ended]);
    settled.abort();
  }
}
