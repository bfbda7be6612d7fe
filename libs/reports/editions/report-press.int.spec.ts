import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger, randomIds, SettableClock, type Instant } from '#platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/clickhouse.ts';
import { goodMonth } from '../sample/good-month.sample.ts';
import { reportSnapshotSchema, type ReportSnapshot } from '../snapshot/report-snapshot.schema.ts';
import { EditionStore } from './edition-store.ts';
import { reportRequest, type Edition } from './edition.ts';
import {
  ReportPress,
  type ProducedReport,
  type ReportRenderer,
  type SnapshotRequest,
  type SnapshotSource,
} from './report-press.ts';

const tenant = 'default';
const OCTOBER_END = '2026-10-31T22:59:59.999999Z' as Instant;
const NOVEMBER = '2026-11-06T08:00:00.000000Z' as Instant;
const logger = createLogger('silent');

/** A program of which more is known later: 95 had completed, and from November on 97. */
class GrowingProgram implements SnapshotSource {
  async clocks(_tenant: string, _program: string, _period: string, knownBy: string | null) {
    return { asOf: OCTOBER_END, knownBy: knownBy === null ? OCTOBER_END : NOVEMBER };
  }

  async snapshot(request: SnapshotRequest): Promise<ReportSnapshot> {
    const month = reportSnapshotSchema.parse(goodMonth(request.document));
    const late = request.knownBy === NOVEMBER;
    const { document, period, format, runId, asOf, knownBy, generatedAt } = request;
    return {
      ...month,
      document,
      period,
      format,
      runId,
      asOf,
      knownBy,
      generatedAt,
      edition: 1,
      previous: null,
      kpis: month.kpis.map((kpi) =>
        kpi.kpi === 'training-completion' && late ? { ...kpi, numerator: 97, value: 97 / 108 } : kpi,
      ),
    };
  }
}

/** Prints a snapshot as its own text, and notes what it was given. */
class TextRenderer implements ReportRenderer {
  readonly printed: ReportSnapshot[] = [];

  constructor(private readonly gate: ProducedReport['gate'] = { passed: true, checks: [] }) {}

  async produce(snapshot: ReportSnapshot): Promise<ProducedReport> {
    this.printed.push(snapshot);
    const pdf = new TextEncoder().encode(JSON.stringify(snapshot));
    const sha256 = createHash('sha256').update(pdf).digest('hex');
    return { pdf, sha256, gate: this.gate, madeWith: { renderer: 'text', templates: '1', fonts: '1' } };
  }
}

let database: TestDatabase;
let editions: EditionStore;
let programs = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  editions = new EditionStore(database.clickhouse);
});
afterAll(() => database.drop());

function press(renderer: ReportRenderer, source: SnapshotSource = new GrowingProgram()): ReportPress {
  return new ReportPress(editions, source, renderer, new SettableClock(NOVEMBER), randomIds, logger);
}

/** A program that no other test reports on. */
function newProgram(): string {
  programs += 1;
  return `program-${programs}`;
}

function order(on: ReportPress, program: string, document: string, knownBy?: string): Promise<Edition> {
  const asked = { document, period: '2026-10', ...(knownBy === undefined ? {} : { knownBy }) };
  return on.order({ tenant, program, keyId: 'key', names: false }, reportRequest.parse(asked));
}

describe('ReportPress', () => {
  it('makes editions in the order they were asked for, and stops after the one under way', async () => {
    const program = newProgram();
    const renderer = new TextRenderer();
    const busy = press(renderer);
    const asked = [];
    for (const document of ['executive', 'sre-platform', 'program-lead'])
      asked.push(await order(busy, program, document));
    expect(asked.map(({ state }) => state)).toEqual(['queued', 'queued', 'queued']);
    await finished(asked);
    expect(renderer.printed.map(({ document }) => document)).toEqual([
      'executive',
      'sre-platform',
      'program-lead',
    ]);
    await busy.stop();
    const late = await order(busy, program, 'engineering-manager');
    await busy.stop();
    expect((await editions.find(tenant, late.id)).state).toBe('queued');
  });

  it('repeats an edition with its very bytes while nothing changed, and counts a new one when something did', async () => {
    const program = newProgram();
    const renderer = new TextRenderer();
    const running = press(renderer);
    const first = await make(running, program);
    const again = await make(running, program);
    const second = await make(running, program, NOVEMBER);
    const firstOnceMore = await make(running, program);

    expect([first.number, again.number, second.number, firstOnceMore.number]).toEqual([1, 1, 2, 1]);
    expect(again.id).not.toBe(first.id);
    expect([again.sha256, firstOnceMore.sha256]).toEqual([first.sha256, first.sha256]);
    expect(await bytesOf(again)).toEqual(await bytesOf(first));
    expect(await bytesOf(firstOnceMore)).toEqual(await bytesOf(first));
    expect(renderer.printed).toHaveLength(2);
    expect(second).toMatchObject({ asOf: OCTOBER_END, knownBy: NOVEMBER });
    expect(renderer.printed[1]?.previous).toEqual({
      edition: 1,
      knownBy: OCTOBER_END,
      changes: [
        {
          kpi: 'training-completion',
          before: 95 / 108,
          after: 97 / 108,
          why: 'Recorded since: 97 complete (95 before).',
        },
      ],
    });
    await running.stop();
  });

  it.each(['failed', 'not-run'] as const)('keeps back a report with a check that is %s', async (outcome) => {
    const checks = [
      { name: 'opens', outcome: 'passed' as const, detail: '3 pages' },
      { name: 'fonts', outcome, detail: 'Not embedded: Arial.' },
    ];
    const running = press(new TextRenderer({ passed: false, checks }));
    const edition = await make(running, newProgram());
    expect(edition).toMatchObject({ state: 'failed', gate: checks, sha256: '' });
    expect(edition.failure).toContain('Not embedded: Arial.');
    expect(await editions.content(edition)).toBeNull();
    expect(await editions.ofReport(edition)).toEqual([]);
    await running.stop();
  });

  it('fails one report and makes the next; what nobody foresaw is not told to clients', async () => {
    const program = newProgram();
    const source = new GrowingProgram();
    const broken: SnapshotSource = {
      clocks: (...asked) => source.clocks(...asked),
      async snapshot(request) {
        if (request.document === 'executive') throw new Error('password in a connection string');
        return source.snapshot(request);
      },
    };
    const running = press(new TextRenderer(), broken);
    const [bad, good] = await finished([
      await order(running, program, 'executive'),
      await order(running, program, 'sre-platform'),
    ]);
    expect(bad?.state).toBe('failed');
    expect(bad?.failure).not.toContain('password');
    expect(good?.state).toBe('done');
    await running.stop();
  });

  it('takes up what a process left queued or half made', async () => {
    const program = newProgram();
    const gone = press(new TextRenderer());
    await gone.stop();
    const queued = await order(gone, program, 'executive');
    const rendering = await order(gone, program, 'sre-platform');
    await editions.write({ ...rendering, version: 1, state: 'rendering' });

    const next = press(new TextRenderer());
    await next.recover();
    const made = await finished([queued, rendering]);
    expect(made.map(({ state, number }) => [state, number])).toEqual([
      ['done', 1],
      ['done', 1],
    ]);
    expect(made.map(({ asOf, knownBy }) => [asOf, knownBy])).toEqual([
      [OCTOBER_END, OCTOBER_END],
      [OCTOBER_END, OCTOBER_END],
    ]);
    await next.stop();
  });

  it('shows an edition and its bytes to its tenant alone', async () => {
    const running = press(new TextRenderer());
    const edition = await make(running, newProgram());
    await expect(editions.find('other', edition.id)).rejects.toMatchObject({ status: 404 });
    expect(await editions.content({ tenant: 'other', sha256: edition.sha256 })).toBeNull();
    expect(await editions.ofReport({ ...edition, tenant: 'other' })).toEqual([]);
    await running.stop();
  });
});

async function make(on: ReportPress, program: string, knownBy?: string): Promise<Edition> {
  const [made] = await finished([await order(on, program, 'executive', knownBy)]);
  if (made === undefined) throw new Error('No edition.');
  return made;
}

async function finished(asked: readonly Edition[]): Promise<Edition[]> {
  const made: Edition[] = [];
  for (const { id } of asked) {
    let now = await editions.find(tenant, id);
    while (now.state === 'queued' || now.state === 'rendering') {
      await sleep(20);
      now = await editions.find(tenant, id);
    }
    made.push(now);
  }
  return made;
}

async function bytesOf(edition: Edition): Promise<Uint8Array | undefined> {
  return (await editions.content(edition))?.pdf;
}
