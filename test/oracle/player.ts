import assert from 'node:assert/strict';
import { kpiIds, scorecardSchema, type Scorecard } from '#kpi';
import { addDuration, parseInstant, type Instant, type SettableClock } from '#platform';
import type { TestProduct } from '#test/support/product';
import { z } from 'zod';
import { compareEvidence } from './compare-evidence.ts';
import { compareKpi, rounded } from './compare.ts';
import { questionOf, type Asked, type Question } from './delivery/questions.ts';
import { Tenant } from './delivery/tenant.ts';
import type { History } from './histories/history.ts';
import { PROGRAM } from './histories/programs.ts';
import { brokenIn } from './naive/cmi5.ts';
import { countedAt, type LogEntry, type Pair } from './naive/log.ts';
import { programAt } from './naive/program.ts';
import { expectedAt, trendsAt } from './naive/scorecard.ts';

const cardOf = (program: string) => `/v1/programs/${program}/scorecard`;
const inForce = z.object({ definition: z.object({ program: z.object({ title: z.string() }) }) });

const findings = z.object({
  findings: z.array(z.object({ kind: z.string(), part: z.string(), count: z.number() })),
});

/** What was compared, for the line that the suite prints. */
export interface Compared {
  histories: number;
  events: number;
  pairs: number;
  /** pairs at which no program was defined: the answer must be a 404 */
  undefined: number;
  rows: number;
  entries: number;
  /** how often each KPI had which status */
  readonly statuses: Map<string, number>;
  /** how often a statement broke which rule of cmi5 at the end of its history */
  readonly cmi5: Map<string, number>;
}

/** Plays histories to one product, each to a tenant of its own, and compares what it answers with the oracle. */
export class Player {
  readonly compared: Compared = {
    histories: 0,
    events: 0,
    pairs: 0,
    undefined: 0,
    rows: 0,
    entries: 0,
    statuses: new Map(),
    cmi5: new Map(),
  };

  constructor(
    private readonly product: TestProduct,
    private readonly clock: SettableClock,
  ) {}

  async play(history: History): Promise<void> {
    const number = (this.compared.histories += 1);
    const tenant = await Tenant.create(this.product, `history-${number}`);
    const kept: { program: string; asked: Asked; text: string }[] = [];
    const half = Math.floor(history.batches.length / 2);
    for (const [index, batch] of history.batches.entries()) {
      await tenant.take(batch);
      this.clock.advanceTo(addDuration(this.clock.now(), 'PT1M'));
      if (index !== half) continue;
      const log = await tenant.log();
      const drawn = history.early.map((pair) => questionOf(history, pair, log));
      for (const question of drawn) {
        const { status, text } = await this.ask(tenant, log, question);
        if (status === 200) kept.push({ program: question.program, asked: question.asked, text });
      }
      await this.compareCmi5(tenant, log);
      const now = await this.askNow(tenant, log);
      if (now !== null) kept.push({ program: PROGRAM, ...now });
    }
    const log = await tenant.log();
    this.compared.events += log.length;
    for (const [rule, count] of await this.compareCmi5(tenant, log))
      this.compared.cmi5.set(rule, (this.compared.cmi5.get(rule) ?? 0) + count);
    for (const pair of history.pairs) await this.ask(tenant, log, questionOf(history, pair, log));
    await this.compareAllEvidence(
      tenant,
      log,
      questionOf(history, history.evidence, log),
      kpiIds[number % 5],
    );
    // The answer for a past pair never changes.
    for (const { program, asked, text } of kept)
      assert.equal((await tenant.get(cardOf(program), { ...asked })).text, text);
  }

  /** Without clocks: the pair is what the answer says it is, and everything that was told by now is known. */
  private async askNow(
    tenant: Tenant,
    log: readonly LogEntry[],
  ): Promise<{ asked: Asked; text: string } | null> {
    const { status, text } = await tenant.get(cardOf(PROGRAM), { by: 'team' });
    if (status === 404) return null;
    const { asOf, knownBy } = clocksOf(scorecardSchema.parse(JSON.parse(text)));
    assert.equal(
      log.every(({ recordedAt }) => recordedAt <= knownBy),
      true,
    );
    const asked: Asked = { asOf, knownBy, by: 'team' };
    this.compareCard(log, { program: PROGRAM, pair: { asOf, knownBy }, asked }, text);
    return { asked, text };
  }

  /** How many statements break which rule of cmi5, of all that are known, whenever they occurred. */
  private async compareCmi5(tenant: Tenant, log: readonly LogEntry[]): Promise<Map<string, number>> {
    const last = log.reduce<Instant | null>((latest, { occurredAt, recordedAt }) => {
      const later = occurredAt > recordedAt ? occurredAt : recordedAt;
      return latest === null || later > latest ? later : latest;
    }, null);
    if (last === null) return new Map();
    const rules = [...brokenIn(countedAt(log, { asOf: last, knownBy: last })).values()].flat();
    const expected = new Map(
      [...Map.groupBy(rules, (rule) => rule)].map(([rule, all]) => [rule, all.length]),
    );
    const { text } = await tenant.get('/v1/findings');
    const told = findings
      .parse(JSON.parse(text))
      .findings.filter(({ part }) => part === 'cmi5')
      .map(({ kind, count }) => [kind, count]);
    assert.deepEqual(told.toSorted(), [...expected].toSorted());
    return expected;
  }

  private async ask(tenant: Tenant, log: readonly LogEntry[], question: Question) {
    const { asOf, knownBy } = question.asked;
    const answer = await tenant.get(cardOf(question.program), { ...question.asked });
    const program = programAt(log, question.program, question.pair);
    assert.deepEqual([answer.status, question], [program === null ? 404 : 200, question]);
    if (program === null) {
      this.compared.undefined += 1;
      return answer;
    }
    const definition = await tenant.get(`/v1/programs/${question.program}`, { asOf, knownBy });
    assert.equal(inForce.parse(JSON.parse(definition.text)).definition.program.title, program.program.title);
    this.compareCard(log, question, answer.text);
    return answer;
  }

  private compareCard(log: readonly LogEntry[], { program: id, pair, asked }: Question, text: string): void {
    const program = programAt(log, id, pair);
    if (program === null) throw new Error('An answer, and no program in force.');
    this.compared.pairs += 1;
    const card = scorecardSchema.parse(JSON.parse(text));
    assert.deepEqual(clocksOf(card), pair);
    const expected = expectedAt(log, program, pair, asked.by);
    const trends = trendsAt(log, program, pair);
    for (const kpi of card.kpis) {
      const reading = expected.get(kpi.kpi);
      if (reading === undefined) throw new Error(`The oracle does not know ${kpi.kpi}.`);
      this.compared.rows += compareKpi(kpi, reading);
      assert.deepEqual([kpi.kpi, rounded(kpi.trend)], [kpi.kpi, rounded(trends.get(kpi.kpi) ?? [])]);
      const status = `${kpi.kpi} ${kpi.status}`;
      this.compared.statuses.set(status, (this.compared.statuses.get(status) ?? 0) + 1);
    }
  }

  private async compareAllEvidence(
    tenant: Tenant,
    log: readonly LogEntry[],
    { program: id, pair, asked }: Question,
    withRow: string | undefined,
  ): Promise<void> {
    const program = programAt(log, id, pair);
    if (program === null) return;
    for (const [kpi, reading] of expectedAt(log, program, pair, asked.by))
      this.compared.entries += await compareEvidence(
        tenant,
        { program: id, kpi },
        asked,
        reading,
        kpi === withRow,
      );
  }
}

function clocksOf({ asOf, knownBy }: Scorecard): Pair {
  return { asOf: instantOf(asOf), knownBy: instantOf(knownBy) };
}

function instantOf(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === null) throw new Error(`No moment: ${text}`);
  return instant;
}
