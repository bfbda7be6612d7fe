import type { Instant } from '#platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Progress } from '../commands/progress.ts';
import type { DemoClient } from './demo-client.ts';

export const DOCUMENTS = [
  'executive',
  'learning-development',
  'program-lead',
  'engineering-manager',
  'sre-platform',
  'security-compliance',
] as const;

export interface MadeReport {
  readonly document: string;
  readonly edition: number;
  readonly sha256: string;
  readonly pdf: Uint8Array;
}

/** The report did not come out; the gate or the press says why. */
export class ReportNotMade extends Error {
  constructor(document: string, reason: string) {
    super(`The report ${document} was not made. ${reason}`);
    this.name = 'ReportNotMade';
  }
}

const status = z.object({
  id: z.string(),
  state: z.enum(['queued', 'rendering', 'done', 'failed']),
  edition: z.number().nullable(),
  sha256: z.string(),
  failure: z.string(),
});
const POLL_MILLIS = 100;

/** Orders the six documents of a month as leadership would, and fetches their files. @throws ReportNotMade */
export async function orderReports(
  client: DemoClient,
  program: string,
  period: string,
  knownBy: Instant,
  progress: Progress,
): Promise<MadeReport[]> {
  const orders = [];
  for (const document of DOCUMENTS) {
    const text = JSON.stringify({ document, period, knownBy });
    const response = await client.fetch('POST', `/v1/programs/${program}/reports`, {
      type: 'application/json',
      text,
    });
    orders.push({ document, id: status.parse(await response.json()).id });
  }
  const made: MadeReport[] = [];
  for (const { document, id } of orders) {
    progress.show('Typesetting the reports', made.length, orders.length);
    const done = await finished(client, document, id);
    const pdf = new Uint8Array(await (await client.fetch('GET', `/v1/reports/${id}.pdf`)).arrayBuffer());
    made.push({ document, edition: done.edition ?? 0, sha256: done.sha256, pdf });
  }
  progress.show('Typesetting the reports', made.length, orders.length);
  return made;
}

async function finished(client: DemoClient, document: string, id: string): Promise<z.infer<typeof status>> {
  for (;;) {
    const now = status.parse(await client.json(`/v1/reports/${id}`));
    if (now.state === 'done') return now;
    if (now.state === 'failed') throw new ReportNotMade(document, now.failure);
    await sleep(POLL_MILLIS);
  }
}
