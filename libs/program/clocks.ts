import type { Instant } from '#platform';

/** What counts: events that occurred by `asOf` and were recorded by `knownBy`. */
export interface Clocks {
  readonly asOf: Instant;
  readonly knownBy: Instant;
}
