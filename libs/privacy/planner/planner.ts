import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Disclosure, Moment } from '../suppression/cell.ts';
import type { Plan } from '../suppression/plan.ts';
import { hidesNothing } from '../suppression/primary.ts';
import { toData, type DisclosureData } from './disclosure-data.ts';

export interface PlanOrder {
  readonly number: number;
  readonly disclosure: DisclosureData;
  readonly moments: readonly Moment[];
}

/** The plans, or why there are none. */
export interface PlanAnswer {
  readonly number: number;
  readonly plans: readonly Plan[] | null;
  readonly error: Error | null;
}

/** The thread that makes plans ended before it had made this one. */
export class PlannerEnded extends Error {
  constructor(code: number) {
    super(`The thread that decides what is hidden ended with ${code}.`);
    this.name = 'PlannerEnded';
  }
}

interface Waiting {
  readonly resolve: (plans: readonly Plan[]) => void;
  readonly reject: (error: Error) => void;
}

const file = join(
  import.meta.dirname,
  import.meta.filename.endsWith('.ts') ? 'planner-thread.ts' : 'planner-thread.js',
);
/** A thread with its solver takes some 60 MB: one that had nothing to do for so long ends. */
const IDLE_MILLIS = 10_000;

/**
 * `planSuppression` on a thread of its own: a year of many small groups takes seconds, in which the process goes on answering. The
 * thread is started when it is needed and holds up no exit.
 */
class Planner {
  private thread: Worker | null = null;
  private idle: NodeJS.Timeout | null = null;
  private ordered = 0;
  private readonly waiting = new Map<number, Waiting>();

  plan(disclosure: Disclosure, moments: readonly Moment[]): Promise<readonly Plan[]> {
    this.ordered += 1;
    const order: PlanOrder = { number: this.ordered, disclosure: toData(disclosure, moments), moments };
    return new Promise((resolve, reject) => {
      this.waiting.set(order.number, { resolve, reject });
      this.running().postMessage(order);
    });
  }

  private running(): Worker {
    if (this.idle !== null) clearTimeout(this.idle);
    this.idle = null;
    if (this.thread !== null) return this.thread;
    const thread = new Worker(file);
    this.thread = thread;
    thread.on('message', (answer: PlanAnswer) => this.answered(answer));
    thread.on('error', (error: Error) => this.ended(thread, error));
    thread.on('exit', (code) => this.ended(thread, new PlannerEnded(code)));
    return thread;
  }

  private answered({ number, plans, error }: PlanAnswer): void {
    const order = this.waiting.get(number);
    this.waiting.delete(number);
    if (plans !== null) order?.resolve(plans);
    else order?.reject(error ?? new PlannerEnded(0));
    if (this.waiting.size > 0) return;
    const { thread } = this;
    thread?.unref();
    this.idle = setTimeout(() => void thread?.terminate(), IDLE_MILLIS).unref();
  }

  private ended(thread: Worker, error: Error): void {
    if (this.thread !== thread) return;
    this.thread = null;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}

const planner = new Planner();

/**
 * Which rows stay hidden at each of some moments, as `planSuppression` tells.
 * @throws AuditFailed, PlannerEnded
 */
export async function planOnThread(
  disclosure: Disclosure,
  moments: readonly Moment[],
): Promise<readonly Plan[]> {
  if (!hidesNothing(disclosure, moments)) return planner.plan(disclosure, moments);
  const nothing = () =>
    Object.fromEntries(disclosure.classifications.flat().map((dimension) => [dimension, new Set<string>()]));
  return moments.map(nothing);
}
