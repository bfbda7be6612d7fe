import { instantFromMicros, instantToMicros, type Clock, type Instant } from '#platform';

/**
 * Gives each event its `recorded_at`: strictly increasing by at least a microsecond, so that it orders the log wholly
 * and a page of it can continue after any moment. Keeps the watermark behind which nothing can still appear.
 */
export class RecordedTime {
  private last: bigint;
  /** The earliest moment given out that is not yet visible to readers. */
  private pendingSince: bigint | null = null;

  /** @param after the greatest recorded_at in the log, which a clock that was set back must not go under. */
  constructor(
    private readonly clock: Clock,
    after: Instant,
  ) {
    this.last = instantToMicros(after);
  }

  /** Reserves `count` consecutive moments; {@link settle} says when their rows are visible or will never be. */
  reserve(count: number): Instant[] {
    // A microsecond past the clock, so that it is the same whether or not the watermark was asked for at this moment.
    const now = instantToMicros(this.clock.now());
    const first = (now > this.last ? now : this.last) + 1n;
    this.last = first + BigInt(count) - 1n;
    this.pendingSince ??= first;
    return Array.from({ length: count }, (_, index) => instantFromMicros(first + BigInt(index)));
  }

  settle(): void {
    this.pendingSince = null;
  }

  /** Moves with the clock when idle; the next moment given out is always later. */
  watermark(): Instant {
    if (this.pendingSince !== null) return instantFromMicros(this.pendingSince - 1n);
    const now = instantToMicros(this.clock.now());
    if (now > this.last) this.last = now;
    return instantFromMicros(this.last);
  }
}
