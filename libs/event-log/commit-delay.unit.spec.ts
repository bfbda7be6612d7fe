import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { CommitDelay } from './commit-delay.ts';

/** Whether a group of so many still waits after a moment in which anything that does not wait is done. */
async function waits(gathering: Promise<void>): Promise<boolean> {
  return Promise.race([gathering.then(() => false), sleep(2, true)]);
}

describe('A group that may wait for others', () => {
  it('does not wait at first, nor after a client that is alone', async () => {
    const delay = new CommitDelay();
    expect(await waits(delay.gather(1))).toBe(false);
    delay.stored(1, 0, 1000);
    expect(await waits(delay.gather(1))).toBe(false);
  });

  it('waits for as many as were together before: those that were stored and those that came meanwhile', async () => {
    const delay = new CommitDelay();
    delay.stored(3, 2, 1000);
    const gathering = delay.gather(2);
    delay.arrived(3);
    delay.arrived(4);
    expect(await waits(gathering)).toBe(true);
    delay.arrived(5);
    expect(await waits(gathering)).toBe(false);
    expect(await waits(delay.gather(5))).toBe(false);
  });

  it('waits no longer than half of what storing took, and 100 ms', async () => {
    const delay = new CommitDelay();
    for (const [took, longest] of [
      [10_000, 100],
      [10, 5],
    ] as const) {
      delay.stored(8, 0, took);
      const began = performance.now();
      await delay.gather(1);
      const waited = performance.now() - began;
      expect(waited).toBeGreaterThan(longest - 2);
      // The timer of a busy machine is late; far below what storing took all the same.
      expect(waited).toBeLessThan(took === 10 ? 1000 : 5000);
    }
    delay.stored(8, 0, 1);
    expect(await waits(delay.gather(1))).toBe(false);
  });
});
