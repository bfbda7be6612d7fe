import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { planSuppression } from '../suppression/plan.ts';
import { arbitraryMoments, completion } from '../testing/arbitrary-program.ts';
import { planOnThread } from './planner.ts';

const shape = { tracks: [0, 0, 1], teams: 3, cohorts: 2 };

describe('planOnThread', () => {
  it('makes the plans that are made in place, however many are asked for at once', async () => {
    const programs = fc.sample(arbitraryMoments(shape, { people: 40, moments: 2, moving: false }), {
      numRuns: 12,
      seed: 7,
    });
    const onThread = await Promise.all(programs.map((moments) => planOnThread(completion(5), moments)));
    const inPlace = programs.map((moments) => planSuppression(completion(5), moments));
    expect(onThread).toEqual(inPlace);
    expect(inPlace.flat().some((plan) => (plan['team']?.size ?? 0) > 0)).toBe(true);
  });

  it('tells what went wrong, and goes on', async () => {
    const rows = (team: string) => ({ role: 'r', track: 't', cohort: 'c', team });
    const cells = [
      { rows: rows('a'), members: 9, counts: { open: Number.NaN } },
      { rows: rows('b'), members: 2, counts: { open: 2 } },
    ];
    await expect(planOnThread(completion(5), [{ cells }])).rejects.toThrow(/must be a number/);
    expect(await planOnThread(completion(5), [{ cells: [] }])).toEqual([
      { role: new Set(), track: new Set(), team: new Set(), cohort: new Set() },
    ]);
  });
});
