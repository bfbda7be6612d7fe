import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { readSettings } from '#platform';
import { Reconciliation } from '#event-log';
import { Progress } from '../../apps/plumbline/commands/progress.ts';
import { compare } from '../../apps/plumbline/demo/compare.ts';
import { demoStory, playDemo, type DemoRun } from '../../apps/plumbline/demo/demo.ts';

const quiet = new Progress(Object.assign(new PassThrough(), { isTTY: false }));
const play = () =>
  playDemo({
    settings: readSettings({}),
    story: demoStory(),
    progress: quiet,
    reports: false,
    interrupted: new AbortController().signal,
  });

describe('the demo', () => {
  let run: DemoRun;
  beforeAll(async () => {
    run = await play();
  }, 120_000);
  afterAll(() => run.stop());

  it('tells every number as the ledger knows it, in both editions', () => {
    expect(
      run.editions.flatMap(({ name, differences }) =>
        differences.map((difference) => ({ name, ...difference })),
      ),
    ).toEqual([]);
  });

  it('would notice a number that is wrong', () => {
    const [first, second] = run.editions;
    if (!first || !second) throw new Error('The demo has two editions.');
    const found = compare(first.scorecard, second.truth).map(({ where }) => where);
    expect(found).toContain('training-completion.numerator');
    expect(found).toContain('skills-gain.value');
  });

  it('answers the first edition unchanged after the late events, and the second otherwise', () => {
    expect(run.firstUnchanged).toBe(true);
    expect(run.editions[0]?.text).not.toBe(run.editions[1]?.text);
  });

  it('has facts that a rebuild from the log makes again, bit for bit', async () => {
    const facts = await new Reconciliation(run.server.store.clickhouse).rebuild();
    expect(facts.filter(({ identical }) => !identical)).toEqual([]);
    expect(facts.filter(({ rowsAfter }) => rowsAfter === 0)).toEqual([]);
  });

  it('says the same, byte for byte, when it is played again', async () => {
    const again = await play();
    try {
      expect(again.editions.map(({ text }) => text)).toEqual(run.editions.map(({ text }) => text));
    } finally {
      await again.stop();
    }
  }, 120_000);
});
