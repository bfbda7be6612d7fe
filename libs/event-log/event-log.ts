import type { Instant } from '#platform';

/** An event that intake has checked and wants in the log. All text is as it will be stored. */
export interface CandidateEvent {
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly subject: string;
  /** '' when the event names no program. */
  readonly program: string;
  /** Null: the sender gave no time; the event then occurs when it is recorded. */
  readonly occurredAt: Instant | null;
  readonly identities: readonly string[];
  /** SHA-256 in lower-case hex of what makes two sendings equal. */
  readonly contentHash: string;
  readonly attributes: string;
  /** The data as JSON; a function where it tells its own recording time (a statement's `stored`). */
  readonly data: string | ((recordedAt: Instant) => string);
  /** Data in the current version of its type, or '' when it was sent in that version. */
  readonly upcastData: string;
}

/** `stored` is new; `duplicate` was there with equal content; `conflict` was there with other content and stands. */
export interface AppendOutcome {
  readonly outcome: 'stored' | 'duplicate' | 'conflict';
  /** When the event that stands was recorded. */
  readonly recordedAt: Instant;
}

export interface AppendRequest {
  readonly tenant: string;
  /** The id of the key that sends. */
  readonly recordedBy: string;
  readonly events: readonly CandidateEvent[];
  /** One conflict refuses the whole batch, and nothing of it is stored. */
  readonly atomic: boolean;
}

/** One outcome per event, in order; or, of an atomic batch, the indexes of the events that conflict. */
export type AppendResult =
  | { readonly stored: true; readonly outcomes: readonly AppendOutcome[] }
  | { readonly stored: false; readonly conflicts: readonly number[] };

/**
 * The one way into the log. Resolves when every stored event is on disk and in the facts; rejects with a 503 problem
 * when that is not known, and then the same batch may be sent again without a second effect.
 */
export interface EventLog {
  append(request: AppendRequest): Promise<AppendResult>;
  /** Everything recorded at or before this moment is visible, and nothing can still appear there. */
  watermark(): Instant;
}

/** Injection token of the {@link EventLog}. */
export const EVENT_LOG = Symbol('EventLog');
