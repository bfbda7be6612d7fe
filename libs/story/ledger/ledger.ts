import type { Instant } from '#platform';
import type { FormId, Phase, Role } from '../plan.ts';

/**
 * One fact of the story. It counts at clocks with `at ≤ asOf`, `told ≤ knownBy`, and not (`untold ≤ knownBy`).
 * `sent` stands where the message came earlier than the program could know what it means (an identity told later).
 */
export interface Known {
  readonly at: Instant;
  readonly told: Instant;
  readonly untold?: Instant;
  readonly sent?: Instant;
}

export type Identity =
  | { readonly mbox: string }
  | { readonly mbox_sha1sum: string }
  | { readonly openid: string }
  | { readonly account: { readonly homePage: string; readonly name: string } };

/** What a learner is in the story for; the default is `regular`. */
export type Shape =
  | 'regular'
  | 'excluded'
  | 'withdrawn'
  | 'withdrawn-complete'
  | 'late-finisher'
  | 'course-not-satisfied'
  | 'prior-counts'
  | 'prior-repeated'
  | 'prior-only'
  | 'other-form'
  | 'late-post'
  | 'late-pre'
  | 'moved'
  | 'moved-unfinished'
  | 'moved-after'
  | 'there-and-back'
  | 'unknown-role'
  | 'role-told-later'
  | 'two-identities'
  | 'known-later'
  | 'last-hour'
  | 'waived'
  | 'two-attempts';

export type ExclusionReason = 'left-company' | 'role-out-of-scope' | 'duplicate-identity' | 'long-leave';

export interface LedgerLearner {
  readonly id: string;
  readonly shape: Shape;
  /** Place among those of the same role, from 0. */
  readonly place: number;
  readonly team: string;
  readonly enrolled: Known & { readonly role: Role | null };
  readonly roleChanges: readonly (Known & { readonly role: Role })[];
  readonly withdrawn: Known | null;
  readonly excluded: (Known & { readonly reason: ExclusionReason; readonly approver: string }) | null;
  /** The first speaks in plain and Moodle statements, the account in cmi5. */
  readonly identities: readonly (Known & { readonly identity: Identity })[];
}

export interface Completion extends Known {
  readonly learner: string;
  readonly module: string;
  readonly via: 'statement' | 'event' | 'waived';
  /** Which of the learner's identities said it. */
  readonly as: number;
}

export interface Score extends Known {
  readonly learner: string;
  readonly phase: Phase;
  readonly form: FormId;
  /** Percent of the form's maximum. */
  readonly percent: number;
  readonly via: 'statement' | 'event';
  readonly as: number;
}

export interface PromptVersion extends Known {
  readonly prompt: string;
  readonly version: string;
  readonly owner: string;
  readonly team: string;
}

export interface Criteria {
  readonly clarity: number;
  readonly grounding: number;
  readonly safety: number;
  readonly completeness: number;
  readonly formatCompliance: number;
}

export interface Review extends Known {
  readonly prompt: string;
  readonly version: string;
  readonly item: string;
  readonly run: string;
  readonly reviewer: string;
  readonly rubricVersion: string;
  readonly calibration: boolean;
  readonly team: string;
  readonly criteria: Criteria;
}

export interface Incident {
  readonly id: string;
  readonly model: string;
  readonly severity: 'sev1' | 'sev2' | 'sev3';
  readonly team: string;
  readonly drill: boolean;
  readonly startedAt: Instant | null;
  readonly opened: Known;
  readonly detected: Known | null;
  readonly acknowledged: Known | null;
  readonly mitigated: Known | null;
  readonly resolved: (Known & { readonly notesScore: number }) | null;
}

export interface UseCase {
  readonly id: string;
  readonly title: string;
  readonly owner: string;
  readonly team: string;
  /** What the case is in the story for. */
  readonly shape: string;
  readonly registered: Known & { readonly version: string; readonly tier: string };
  readonly changes: readonly (Known & { readonly version: string; readonly owner: string })[];
  readonly retiers: readonly (Known & { readonly tier: string })[];
  readonly firstUsed: Known | null;
  readonly retired: Known | null;
  readonly requests: readonly (Known & { readonly version: string; readonly due: Instant | null })[];
  readonly decisions: readonly Decision[];
  readonly exceptions: readonly {
    readonly id: string;
    readonly granted: Known & { readonly expires: Instant };
    readonly closed: Known | null;
  }[];
}

export interface Decision extends Known {
  readonly version: string;
  readonly decision: 'approved' | 'rejected' | 'changes-requested';
  readonly reviewer: string;
  readonly validUntil: Instant | null;
}

/** An actor of no learner who finished something that the program names. */
export interface Stranger extends Known {
  readonly identity: Identity;
  readonly module: string;
}

/** The final states of a story: what is so, whatever the messages about it look like. */
export interface Ledger {
  readonly learners: readonly LedgerLearner[];
  readonly completions: readonly Completion[];
  readonly scores: readonly Score[];
  readonly prompts: readonly PromptVersion[];
  readonly reviews: readonly Review[];
  readonly incidents: readonly Incident[];
  readonly useCases: readonly UseCase[];
  readonly strangers: readonly Stranger[];
}
