import { ClickHouse, defineQuery, type DatabaseAddress } from '#clickhouse';
import { parseCanonicalIdentity } from '#events';
import { z } from 'zod';
import type { Progress } from '../commands/progress.ts';
import { percentile } from './figures.ts';
import type { ProductProcess } from './product-process.ts';

/** How long the pages of one kind took, in milliseconds. */
export interface ReadTimes {
  readonly kind: string;
  readonly p50: number;
  readonly p95: number;
  readonly goal: number;
}

/** Statements of the asked tenant that questions are made from, spread over the whole store. */
const sampled = defineQuery({
  name: 'bench.sampled-statements',
  sql: `
    SELECT id, subject, verb, object_id, registration, formatDateTime(recorded_at, '%FT%T.%fZ', 'UTC') AS stored,
      related_activities[-1] AS related
    FROM statement_events
    WHERE tenant = {tenant:String} AND object_type = 'Activity' AND registration != '' AND subject != ''
    ORDER BY cityHash64(id) LIMIT {rows:UInt32}`,
  params: z.object({ rows: z.number() }),
  row: z.object({
    id: z.string(),
    subject: z.string(),
    verb: z.string(),
    object_id: z.string(),
    registration: z.string(),
    stored: z.string(),
    related: z.string(),
  }),
});
type Sample = z.infer<typeof sampled.row>;

const PAGE = { limit: '100' };
const agentOf = ({ subject }: Sample) => JSON.stringify(parseCanonicalIdentity(subject));

/** What is asked, for each sampled statement, and what its p95 may be at most in milliseconds. */
const KINDS: Readonly<
  Record<string, { readonly goal: number; readonly asked: (of: Sample) => Record<string, string> }>
> = {
  'by id': { goal: 10, asked: ({ id }) => ({ statementId: id }) },
  'by agent': { goal: 50, asked: (of) => ({ ...PAGE, agent: agentOf(of) }) },
  'by verb': { goal: 50, asked: ({ verb }) => ({ ...PAGE, verb }) },
  'by activity': { goal: 50, asked: ({ object_id: activity }) => ({ ...PAGE, activity }) },
  'by registration': { goal: 50, asked: ({ registration }) => ({ ...PAGE, registration }) },
  'since, ascending': { goal: 50, asked: ({ stored: since }) => ({ ...PAGE, since, ascending: 'true' }) },
  'until, descending': { goal: 50, asked: ({ stored: until }) => ({ ...PAGE, until }) },
  'by related activity': {
    goal: 150,
    asked: ({ related: activity }) => ({ ...PAGE, activity, related_activities: 'true' }),
  },
  'by related agent': { goal: 150, asked: (of) => ({ ...PAGE, agent: agentOf(of), related_agents: 'true' }) },
};

/** A page was refused. */
export class PageRefused extends Error {
  constructor(kind: string, status: number, text: string) {
    super(`A page ${kind} was answered ${status}: ${text.slice(0, 500)}`);
    this.name = 'PageRefused';
  }
}

const page = z.object({ statements: z.array(z.unknown()), more: z.string() });

/** Asks a running product for first pages by each filter, and follows `more` links through many pages. */
export class StatementReads {
  private readonly headers: Readonly<Record<string, string>>;

  constructor(
    private readonly product: ProductProcess,
    { id, secret }: { readonly id: string; readonly secret: string },
    private readonly progress: Progress,
  ) {
    const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
    this.headers = { authorization, 'x-experience-api-version': '1.0.3' };
  }

  /** @param questions of each kind; the first tenth warms up and is not counted */
  async firstPages(address: DatabaseAddress, tenant: string, questions: number): Promise<ReadTimes[]> {
    await using clickhouse = ClickHouse.connect(address);
    const warmUp = Math.ceil(questions / 10);
    const samples = await clickhouse.query(sampled, tenant, { rows: questions + warmUp });
    const times: ReadTimes[] = [];
    for (const [kind, { goal, asked }] of Object.entries(KINDS)) {
      this.progress.show('Reading', times.length, Object.keys(KINDS).length);
      const millis: number[] = [];
      for (const [index, sample] of samples.entries()) {
        const query = new URLSearchParams(asked(sample));
        const { took } = await this.read(`/xapi/statements?${query}`, kind);
        if (index >= warmUp) millis.push(took);
      }
      times.push({ kind, goal, p50: percentile(millis, 0.5), p95: percentile(millis, 0.95) });
    }
    this.progress.show('Reading', times.length, times.length);
    return times;
  }

  /** Milliseconds of each page on the way through so many statements. */
  async paging(statements: number): Promise<number[]> {
    const millis: number[] = [];
    let path = '/xapi/statements?limit=500';
    for (let seen = 0; seen < statements && path !== '';) {
      const { took, text } = await this.read(path, 'of all');
      const { statements: shown, more } = page.parse(JSON.parse(text));
      millis.push(took);
      seen += shown.length;
      path = more;
      this.progress.show('Paging', Math.min(seen, statements), statements);
    }
    return millis;
  }

  private async read(path: string, kind: string): Promise<{ took: number; text: string }> {
    const started = performance.now();
    const answer = await fetch(new URL(path, this.product.url), { headers: this.headers });
    const text = await answer.text();
    const took = performance.now() - started;
    if (!answer.ok) throw new PageRefused(kind, answer.status, text);
    return { took, text };
  }
}
