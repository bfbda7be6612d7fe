import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform';
import { identityRegister, parseProgramFile } from '#program';
import type { Frame } from '../../frame/frame.ts';
import type { Criterion } from '../../prompt-consistency/review.ts';
import type { ReviewFact } from '../../prompt-consistency/reviews.query.ts';
import { moment, origin } from '../../testing/history.ts';
import { promptFigures } from './prompts.figure.ts';

function frame(): Frame {
  const text = readFileSync(join(projectRoot, 'test/fixtures/programs/ai-reskilling-90-days.yaml'), 'utf8');
  const parsed = parseProgramFile(text, 'yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const asOf = moment('2026-10-31T12:00');
  return {
    clocks: { asOf, knownBy: asOf },
    program: parsed.program,
    members: [],
    identities: identityRegister([]),
  };
}

interface Told {
  readonly prompt: string;
  readonly run: string;
  readonly score: number;
  readonly reviewer?: string;
  readonly calibration?: boolean;
  readonly rubricVersion?: string;
  readonly more?: Partial<Record<Criterion, number>>;
}

function review(at: string, { prompt, run, score, more, ...rest }: Told): ReviewFact {
  return {
    ...origin(at),
    program: 'ai-reskilling-2026',
    prompt,
    version: '1',
    item: 'item',
    run,
    reviewer: 'ada',
    rubricVersion: '2',
    scores: {
      clarity: score,
      grounding: score,
      safety: score,
      completeness: score,
      formatCompliance: score,
      ...more,
    },
    calibration: false,
    team: '',
    ...rest,
  };
}

const JULY = '2026-07-10';
const OCTOBER = '2026-10-10';

describe('promptFigures', () => {
  it('is empty of everything before the first review', () => {
    expect(promptFigures([], [], frame())).toEqual({
      repeatability: [],
      criteria: [],
      passHatK: null,
      agreement: [],
      reviewers: [],
      worst: [],
    });
  });

  it('keeps baseline and now apart, and leaves out calibration, other rubrics and what lies between', () => {
    const reviews = [
      ...[1, 3].map((score, run) => review(JULY, { prompt: 'p', run: `${run}`, score })),
      ...[4, 4, 4].map((score, run) => review(OCTOBER, { prompt: 'p', run: `${run}`, score })),
      review('2026-08-10', { prompt: 'p', run: '9', score: 1 }),
      review(OCTOBER, { prompt: 'p', run: '10', score: 1, rubricVersion: '1' }),
      review(OCTOBER, { prompt: 'p', run: '11', score: 1, calibration: true }),
    ];
    const { repeatability, criteria, passHatK } = promptFigures(reviews, [], frame());
    expect(repeatability).toEqual([
      { label: 'W28', spread: expect.closeTo(Math.SQRT2, 12), runs: 2, baseline: true },
      { label: 'W41', spread: 0, runs: 3, baseline: false },
    ]);
    expect(criteria).toContainEqual({ criterion: 'format compliance', baseline: 2, now: 4, n: 1 });
    expect(passHatK?.safety).toEqual({ baseline: null, now: 1, k: 3, n: 1 });
  });

  it('ranks versions that were run often enough by their mean, with their owner', () => {
    const runs = (prompt: string, scores: readonly number[]) =>
      scores.map((score, run) => review(OCTOBER, { prompt, run: `${run}`, score }));
    const { worst } = promptFigures(
      [...runs('good', [4, 5, 4]), ...runs('bad', [2, 3, 2]), ...runs('new', [1, 1])],
      [{ prompt: 'bad', version: '1', owner: 'Ines Keller' }],
      frame(),
    );
    expect(worst.map(({ prompt, owner, runs }) => [prompt, owner, runs])).toEqual([
      ['bad', 'Ines Keller', 3],
      ['good', 'not registered', 3],
    ]);
    expect(worst[0]?.mean).toBeCloseTo(7 / 3, 12);
    expect(worst[0]?.spread).toBeCloseTo(Math.sqrt(1 / 3), 12);
  });

  it('tells how far each reviewer lies from the mean of the same runs', () => {
    const calibration = ['1', '2', '3'].flatMap((run) => [
      review(OCTOBER, { prompt: 'p', run, score: Number(run), reviewer: 'ada', calibration: true }),
      review(OCTOBER, { prompt: 'p', run, score: Number(run) + 1, reviewer: 'ben', calibration: true }),
    ]);
    const { reviewers, agreement } = promptFigures(calibration, [], frame());
    expect(reviewers).toEqual([
      { reviewer: 'ada', severity: -0.5, n: 3 },
      { reviewer: 'ben', severity: 0.5, n: 3 },
    ]);
    expect(agreement.map(({ criterion, items }) => [criterion, items])).toContainEqual(['safety', 3]);
  });
});
