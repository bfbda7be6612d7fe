/** The document resources of xAPI (1.0.3 Communication 2.2, IEEE 9274.1.1 4.1.6.2, 4.1.6.5 and 4.1.6.6). */
export type DocumentKind = 'state' | 'activity-profile' | 'agent-profile';

/** What a document is about; '' where its kind has no such part. */
export interface DocumentContext {
  readonly kind: DocumentKind;
  readonly activity: string;
  /** canonical identity */
  readonly agent: string;
}

/** One document. */
export interface DocumentKey extends DocumentContext {
  /** in lower case; '' when none is named */
  readonly registration: string;
  /** `stateId` or `profileId` */
  readonly id: string;
}

/** All documents of a context, or those of one registration. */
export interface DocumentScope extends DocumentContext {
  /** null: of any registration and of none */
  readonly registration: string | null;
}
