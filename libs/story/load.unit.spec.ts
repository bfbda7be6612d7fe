import { describe, expect, it } from '@jest/globals';
import type { Load } from './load.ts';
import { generateLoad } from './load.ts';

function take(load: Iterable<Load>, count: number): Load[] {
  const out: Load[] = [];
  for (const one of load) {
    out.push(one);
    if (out.length === count) break;
  }
  return out;
}

const bodies = (loads: readonly Load[]) =>
  loads.flatMap(({ request }) => (request.kind === 'xapi' ? request.statements : request.events));

describe('load', () => {
  it('is the same for the same seed', () => {
    const once = take(generateLoad({ seed: 1, programs: 2 }), 30);
    expect(JSON.stringify(take(generateLoad({ seed: 1, programs: 2 }), 30))).toBe(JSON.stringify(once));
    expect(JSON.stringify(take(generateLoad({ seed: 2, programs: 2 }), 30))).not.toBe(JSON.stringify(once));
  });

  it('holds exactly the events asked for, each with an id of its own', () => {
    const all = bodies([...generateLoad({ seed: 1, events: 3_333, programs: 3, learners: 150 })]);
    expect(all.length).toBe(3_333);
    expect(new Set(all.map((body) => body['id'])).size).toBe(3_333);
  });

  it('enrols the learners of every program before anything else', () => {
    const [first, second, third] = take(generateLoad({ seed: 1, programs: 2, learners: 90 }), 3);
    const typesOf = (load: Load | undefined) =>
      new Set(bodies(load === undefined ? [] : [load]).map((one) => one['type']));
    expect([typesOf(first), typesOf(second)]).toEqual([
      new Set(['plumbline.learner.enrolled']),
      new Set(['plumbline.learner.enrolled']),
    ]);
    expect(third?.request.kind).toBe('xapi');
  });

  it('has statements of about a kilobyte', () => {
    const statements = bodies(take(generateLoad({ seed: 1, programs: 0 }), 10));
    const size = statements.reduce((sum, one) => sum + JSON.stringify(one).length, 0) / statements.length;
    expect(size).toBeGreaterThan(900);
    expect(size).toBeLessThan(1_300);
  });
});
