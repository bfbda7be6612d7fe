import type { DocumentId } from '../snapshot/document.ts';

/** Whether a document names learners for a reader with the scope `people`; without the scope it is made without them. */
export function isNamed(document: DocumentId): boolean {
  return document === 'learning-development';
}
