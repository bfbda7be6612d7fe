import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseInstant, projectRoot, SettableClock } from '#platform';
import { parse } from 'yaml';
import { z } from 'zod';
import { startProduct, type TestKey, type TestProduct } from '../support/product.ts';
import { XapiClient, type XapiAnswer } from '../support/xapi-client.ts';

/** What is sent: a statement as a sender writes it. */
export type Sent = Readonly<Record<string, unknown>>;

const evidence = z.object({
  entries: z.array(z.object({ subject: z.string(), reason: z.string().optional() })),
});
const missing = z.object({
  rows: z.array(z.object({ key: z.string(), details: z.object({ missing: z.array(z.string()) }) })),
});
const unmapped = z.object({
  entries: z.array(z.object({ key: z.string(), statements: z.number() })),
});
const findings = z.object({
  findings: z.array(z.object({ kind: z.string(), part: z.string(), count: z.number() })),
});
const gain = z.object({
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  n: z.number(),
});

/**
 * A page of docs/how-to as a reader follows it: the product with the program file that stands on the page, and keys for its sender.
 * It is 20 July 2026, twenty days into the program.
 */
export class HowTo {
  private constructor(
    private readonly product: TestProduct,
    private readonly program: string,
    private readonly reader: TestKey,
    /** with a key that is not lenient */
    readonly strict: XapiClient,
    readonly lenient: XapiClient,
  ) {}

  /** @param page its file name without the ending */
  static async follow(page: string, version = '1.0.3'): Promise<HowTo> {
    const file = programFileOf(page);
    const now = parseInstant('2026-07-20T18:00:00Z');
    if (now === null) throw new Error('That is a moment.');
    const product = await startProduct({ clock: new SettableClock(now) });
    const client = async (lenient: boolean) =>
      new XapiClient(product, await product.key({ scopes: ['ingest'], lenient }), version);
    const { program } = z.object({ program: z.object({ id: z.string() }) }).parse(parse(file));
    const admin = await product.key({ scopes: ['admin'] });
    const applied = await fetch(`${product.url}/v1/programs/${program.id}`, {
      method: 'PUT',
      headers: { authorization: admin.authorization, 'content-type': 'application/yaml' },
      body: file,
    });
    if (!applied.ok) throw new Error(`The program file of ${page}.md is refused: ${await applied.text()}`);
    const reader = await product.key({ scopes: ['read', 'people'] });
    return new HowTo(product, program.id, reader, await client(false), await client(true));
  }

  stop(): Promise<void> {
    return this.product.stop();
  }

  /** Sends one after the other and fails unless each is taken. */
  async accepts(statements: readonly Sent[], client = this.strict): Promise<void> {
    for (const statement of statements) {
      const { status, text } = await client.post(statement);
      if (status !== 200) throw new Error(`Refused with ${status}: ${text}`);
    }
  }

  /** Of each learner who is not complete, the modules that are still to be met. */
  async lacking(): Promise<Record<string, string[]>> {
    const { rows } = missing.parse(await this.read(`/v1/programs/${this.program}/measures/not-complete`));
    return Object.fromEntries(rows.map(({ key, details }) => [key, details.missing]));
  }

  /** Who counts as complete. */
  async complete(): Promise<string[]> {
    return (await this.evidence('training-completion', 'numerator')).map(({ subject }) => subject);
  }

  /** The mean pre and post score in percent, and over how many learners. */
  async gain(): Promise<z.output<typeof gain>> {
    return gain.parse(await this.read(`/v1/programs/${this.program}/kpis/skills-gain`));
  }

  async evidence(kpi: string, part: string): Promise<z.output<typeof evidence>['entries']> {
    const path = `/v1/programs/${this.program}/kpis/${kpi}/evidence?part=${part}`;
    return evidence.parse(await this.read(path)).entries;
  }

  /** Activities, verbs or actors that the program does not know, in the order of their text. */
  async unmapped(kind: 'activities' | 'verbs' | 'actors'): Promise<string[]> {
    const { [kind]: listed } = z
      .object({ [kind]: unmapped })
      .parse(await this.read(`/v1/unmapped?kind=${kind}`));
    return (listed?.entries ?? []).map(({ key }) => key).sort();
  }

  async findings(): Promise<z.output<typeof findings>['findings']> {
    return findings.parse(await this.read('/v1/findings')).findings;
  }

  private async read(path: string): Promise<unknown> {
    const { authorization } = this.reader;
    const answer = await fetch(`${this.product.url}${path}`, { headers: { authorization } });
    const body = await answer.text();
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${body}`);
    return JSON.parse(body);
  }
}

/** What an answer says that refuses statements. */
export function refusal({ status, json }: XapiAnswer): unknown {
  const { errors } = z.object({ errors: z.array(z.unknown()).default([]) }).parse(json);
  return { status, errors };
}

function programFileOf(page: string): string {
  const text = readFileSync(join(projectRoot, 'docs', 'how-to', `${page}.md`), 'utf8');
  const blocks = [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, block]) => block ?? '');
  const [only] = blocks;
  if (only === undefined || blocks.length > 1)
    throw new Error(`${page}.md has ${blocks.length} YAML blocks.`);
  return only;
}
