import { parentPort } from 'node:worker_threads';
import { planSuppression } from '../suppression/plan.ts';
import { fromData } from './disclosure-data.ts';
import type { PlanAnswer, PlanOrder } from './planner.ts';

/** A thread that makes one plan after the other. */
parentPort?.on('message', ({ number, disclosure, moments }: PlanOrder) => {
  parentPort?.postMessage(answerOf(number, () => planSuppression(fromData(disclosure), moments)));
});

function answerOf(number: number, make: () => PlanAnswer['plans']): PlanAnswer {
  try {
    return { number, plans: make(), error: null };
  } catch (error) {
    return { number, plans: null, error: error instanceof Error ? error : new Error(String(error)) };
  }
}
