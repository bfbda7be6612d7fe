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
  /** Of a statement: what it is found by and what the KPIs read of it. */
  readonly statement?: StatementColumns;
}

/** A statement in typed columns (migration 0004 says what each holds); `identities` has its agents. */
export interface StatementColumns {
  readonly verb: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly registration: string;
  readonly relatedActivities: readonly string[];
  readonly grouping: readonly string[];
  readonly cmi5: boolean;
  readonly completion: boolean | null;
  readonly success: boolean | null;
  readonly scaled: number | null;
  readonly raw: number | null;
  readonly min: number | null;
  readonly max: number | null;
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
  /** For writers beside the log. @throws Problem 503 when this process is no longer the one writer of its store */
  requireWriter(): void;
  /** Everything recorded at or before this moment is visible, and nothing can still appear there. */
  watermark(): Instant;
}

/** Injection token of the {@link EventLog}. */
export const EVENT_LOG = Symbol('EventLog');
