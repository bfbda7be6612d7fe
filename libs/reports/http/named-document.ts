import type { DocumentId } from '../snapshot/document.ts';

const NAMED: ReadonlySet<DocumentId> = new Set([
  'learning-development',
  'engineering-manager',
  'security-compliance',
]);

/**
 * Whether a document names learners, reviewers, owners or approvers to a reader with the scope `people`; without the scope
 * it is made without them. The owners of KPIs stand in every document: the program file names them to everyone.
 */
export function isNamed(document: DocumentId): boolean {
  return NAMED.has(document);
}
