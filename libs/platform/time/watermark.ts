import type { Instant } from './instant.ts';

/** The moment behind which nothing can still appear in the log: the latest that `knownBy` may be. */
export interface Watermark {
  consistentThrough(): Promise<Instant>;
}

/** Injection token of the {@link Watermark}. */
export const WATERMARK = Symbol('Watermark');
