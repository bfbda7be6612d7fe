import { describe, expect, it } from '@jest/globals';
import { EventLoopShare } from './event-loop-share.ts';

/** Keeps the processor busy for so many milliseconds. */
function work(millis: number): void {
  const until = performance.now() + millis;
  while (performance.now() < until);
}

describe('A share of the event loop', () => {
  it('lets others run between many that are ready at once, which go in the order in which they came', async () => {
    const share = new EventLoopShare(5);
    const order: (number | 'other')[] = [];
    const other = () => {
      order.push('other');
      if (order.filter((entry) => entry !== 'other').length < 8) setImmediate(other);
    };
    setImmediate(other);
    await Promise.all(
      Array.from({ length: 8 }, async (_, number) => {
        await share.due();
        order.push(number);
        work(6);
      }),
    );
    expect(order.filter((entry) => entry !== 'other')).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    // Each uses up a turn, so that between any two of them the others had theirs.
    expect(order.join(' ')).not.toMatch(/\d \d/);
  });

  it('lets many that are quick go in one turn', async () => {
    const share = new EventLoopShare(1000);
    let turns = 0;
    const counting = setImmediate(() => {
      turns += 1;
    });
    await Promise.all(Array.from({ length: 100 }, () => share.due()));
    clearImmediate(counting);
    expect(turns).toBe(0);
  });
});
