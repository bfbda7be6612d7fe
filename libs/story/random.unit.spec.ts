import { describe, expect, it } from '@jest/globals';
import { Random } from './random.ts';

describe('Random', () => {
  it('gives the same stream for the same name and another for another', () => {
    const stream = (random: Random) => Array.from({ length: 5 }, () => random.next());
    expect(stream(new Random('a'))).toEqual(stream(new Random('a')));
    expect(stream(new Random('a'))).not.toEqual(stream(new Random('b')));
  });

  it('forks without moving', () => {
    const random = new Random('a');
    const before = random.fork('x').next();
    random.next();
    expect(random.fork('x').next()).toBe(before);
  });

  it('fills its range evenly', () => {
    const random = new Random('dice');
    const counts = Array.from({ length: 6 }, () => 0);
    for (let i = 0; i < 60_000; i += 1) {
      const face = random.between(1, 6);
      counts[face - 1] = (counts[face - 1] ?? 0) + 1;
    }
    // chi-squared with 5 degrees of freedom: above 20.5 once in a thousand
    expect(counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(20.5);
  });

  it('shuffles to the same members and picks only from the list', () => {
    const random = new Random('cards');
    const cards = Array.from({ length: 52 }, (_, index) => index);
    const shuffled = random.shuffle(cards);
    expect(shuffled).not.toEqual(cards);
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(cards);
    expect(() => random.pick([])).toThrow(RangeError);
  });

  it('makes UUIDs of version 4 that do not repeat, even over near names', () => {
    const ids = Array.from({ length: 5_000 }, (_, index) => new Random(`id/${index}`).uuid());
    expect(new Set(ids).size).toBe(5_000);
    for (const id of ids.slice(0, 100))
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
