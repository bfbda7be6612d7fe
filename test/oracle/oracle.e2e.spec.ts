import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { kpiIds, scorecardSchema, type Kpi, type Scorecard } from '#kpi';
import { addDuration, SettableClock, type Instant } from '#platform';
import { startProduct, type TestProduct } from '#test/support/product';
import { z } from 'zod';
import { compareKpi } from './compare.ts';
import { compareEvidence } from './compare-evidence.ts';
import { questionOf, type Question } from './delivery/questions.ts';
import { Tenant } from './delivery/tenant.ts';
import { histories, type History } from './histories/history.ts';
import { PROGRAM } from './histories/programs.ts';
import type { LogEntry } from './naive/log.ts';
import { programAt } from './naive/program.ts';
import { expectedAt, type Answered } from './naive/scorecard.ts';

/** How many histories are played; PLUMBLINE_TEST_HISTORIES plays more, PLUMBLINE_TEST_SEED plays those of a failure again. */
const RUNS = Number(process.env['PLUMBLINE_TEST_HISTORIES'] ?? 200);
const SEED = Number(process.env['PLUMBLINE_TEST_SEED'] ?? Date.now() % 2_147_483_647);
const PATH = process.env['PLUMBLINE_TEST_PATH'];

const asked = z.object({ definition: z.object({ program: z.object({ title: z.string() }) }) });

/**
 * Random histories, told in random order with re-sends, conflicts, voids and late arrivals, are asked about at many pairs of
 * clocks; each answer must be that of a naive reading of the log.
 */
describe('the store against a naive reading of its log', () => {
  const clock = new SettableClock('2026-11-20T08:00:00.000000Z' as Instant);
  const tally = { histories: 0, pairs: 0, undefined: 0, rows: 0, entries: 0 };
  let product: TestProduct;

  beforeAll(async () => {
    product = await startProduct({ clock });
  }, 60_000);
  afterAll(() => product.stop());

  it(`agrees over ${RUNS} histories`, async () => {
    await fc.assert(fc.asyncProperty(histories, process.env['ORACLE_DEBUG'] ? debug : play), {
      seed: SEED,
      numRuns: RUNS,
      endOnFailure: PATH !== undefined,
      ...(PATH === undefined ? {} : { path: PATH }),
    });
    console.info(
      `Oracle: seed ${SEED}, ${tally.histories} histories, ${tally.pairs} pairs (and ${tally.undefined} at which no program was defined), ` +
        `${tally.rows} rows of groups and ${tally.entries} entries of evidence compared.`,
    );
    expect(tally.histories).toBeGreaterThanOrEqual(PATH === undefined ? RUNS : 1);
    expect(tally.pairs).toBeGreaterThan(tally.undefined);
  }, 1_200_000);

  async function debug(history: History): Promise<void> {
    try { await play(history); } catch (error) {
      const text = String((error as Error).message).replace(/\u001b\[[0-9;]*m/g, '');
      const lines = text.split('\n').filter((line) => /^\s*[-+] |what|Object|refused|:/.test(line) ).filter((line) => /^[-+]|what|refused/.test(line));
      process.stderr.write(`#${tally.histories} ` + (lines.length ? lines.slice(0, 14).join('\n    ') : text.slice(0, 600)) + '\n');
    }
  }

  async function play(history: History): Promise<void> {
    tally.histories += 1;
    const tenant = await Tenant.create(product, `history-${tally.histories}`);
    const kept: { question: Question; text: string }[] = [];
    const half = Math.floor(history.batches.length / 2);
    for (const [index, batch] of history.batches.entries()) {
      await tenant.take(batch);
      clock.advanceTo(addDuration(clock.now(), 'PT1H'));
      if (index !== half) continue;
      const log = await tenant.log();
      for (const drawn of history.early) {
        const question = questionOf(history, drawn, log, clock.now());
        kept.push({ question, text: await ask(tenant, log, question) });
      }
    }
    const log = await tenant.log();
    for (const drawn of history.pairs)
      await ask(tenant, log, questionOf(history, drawn, log, clock.now()), drawn === history.pairs[0]);
    for (const { question, text } of kept)
      expect((await tenant.get(`/v1/programs/${PROGRAM}/scorecard`, { ...question.asked })).text.replace(/"instance":"[^"]*"/, '')).toBe(text);
  }

  /** Compares the scorecard of a pair, and the evidence where it is asked for; the answer's text. */
  async function ask(
    tenant: Tenant,
    log: readonly LogEntry[],
    { pair, asked: parameters }: Question,
    withEvidence = false,
  ): Promise<string> {
    const answer = await tenant.get(`/v1/programs/${PROGRAM}/scorecard`, { ...parameters });
    const program = programAt(log, PROGRAM, pair);
    if (program === null) {
      tally.undefined += 1;
      expect([answer.status, pair]).toEqual([404, pair]);
      return answer.text.replace(/"instance":"[^"]*"/, '');
    }
    tally.pairs += 1;
    if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
    const { asOf, knownBy, by } = parameters;
    const definition = await tenant.get(`/v1/programs/${PROGRAM}`, { asOf, knownBy });
    expect(asked.parse(JSON.parse(definition.text)).definition.program.title).toBe(program.program.title);
    const card = scorecardSchema.parse(JSON.parse(answer.text));
    expect([card.asOf, card.knownBy]).toEqual([pair.asOf, pair.knownBy]);
    const expected = expectedAt(log, program, pair, by, answeredBy(card));
    for (const kpi of card.kpis) {
      const reading = expected.get(kpi.kpi);
      if (reading === undefined) throw new Error(`The oracle does not know ${kpi.kpi}.`);
      tally.rows += compareKpi(kpi, reading);
      compareTrend(log, kpi, pair.knownBy);
      if (withEvidence) tally.entries += await compareEvidence(tenant, kpi.kpi, parameters, reading);
    }
    return answer.text;
  }

  function compareTrend(log: readonly LogEntry[], kpi: Kpi, knownBy: Instant): void {
    for (const { asOf, value } of kpi.trend) {
      const pair = { asOf: asOf as Instant, knownBy };
      const program = programAt(log, PROGRAM, pair);
      const none: Answered = { interval: () => null, difference: () => ({ estimate: null, interval: null }) };
      const then = program && expectedAt(log, program, pair, 'cohort', none).get(kpi.kpi)?.whole.value;
      expect([kpi.kpi, asOf, Number(value ?? -9).toPrecision(10)]).toEqual([
        kpi.kpi,
        asOf,
        Number(then ?? -9).toPrecision(10),
      ]);
    }
  }
});

const difference = z.object({
  rmstDifference: z
    .object({
      value: z.number().nullable(),
      interval: z.object({ low: z.number().nullable(), high: z.number().nullable() }).optional(),
    })
    .nullable(),
});

/** The intervals of an answer: the oracle judges by them, their own truth is proven in libs/statistics. */
function answeredBy(card: Scorecard): Answered {
  const figures = (kpi: string, row: string | null) => {
    const whole = card.kpis[kpiIds.findIndex((id) => id === kpi)];
    return row === null ? whole : whole?.breakdown.find(({ key }) => key === row);
  };
  return {
    interval: (kpi, row) => figures(kpi, row)?.interval ?? null,
    difference: (row) => {
      const found = difference.safeParse(figures('incident-response', row)?.details);
      const { value = null, interval = null } = (found.success ? found.data.rmstDifference : null) ?? {};
      return { estimate: value, interval };
    },
  };
}
