import type { Instant } from './instant.ts';
import { instantFromMillis, instantToMillis } from './instant.ts';

/** Where the product reads the time that goes into the log and into reports. Timeouts and leases use real time. */
export interface Clock {
  now(): Instant;
}

export const systemClock: Clock = { now: () => instantFromMillis(Date.now()) };

/** A clock that its holder sets: the demo and tests play a program's months in seconds. Never goes back. */
export class SettableClock implements Clock {
  private current: number;

  constructor(start: Instant) {
    this.current = instantToMillis(start);
  }

  now(): Instant {
    return instantFromMillis(this.current);
  }

  /** Moves the clock to a moment; throws RangeError when that would turn it back. */
  advanceTo(instant: Instant): void {
    const target = instantToMillis(instant);
    if (target < this.current)
      throw new RangeError(`The clock stands at ${this.now()}; it cannot go back to ${instant}.`);
    this.current = target;
  }
}

/** Injection token of the {@link Clock}. */
export const CLOCK = Symbol('Clock');
