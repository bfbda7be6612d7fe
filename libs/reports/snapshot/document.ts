/**
 * The six documents, their names, the question each answers, and how many pages are planned with the annex,
 * and the page the annex begins on where that is fixed.
 */
export const documents = {
  executive: {
    title: 'Executive report',
    question: 'Is it working, and what do you need from me?',
    pages: { min: 3, max: 4, annex: 3 },
  },
  'learning-development': {
    title: 'Learning & development',
    question: 'Who will miss day 90, in which role and module?',
    pages: { min: 1, max: 4, annex: null },
  },
  'program-lead': {
    title: 'Program lead',
    question: 'Did capability rise, for whom, and is it real?',
    pages: { min: 1, max: 4, annex: null },
  },
  'engineering-manager': {
    title: 'Engineering managers',
    question: 'Are prompts dependable, and do reviewers agree?',
    pages: { min: 1, max: 4, annex: null },
  },
  'sre-platform': {
    title: 'SRE & platform',
    question: 'Are incidents mitigated faster, beyond chance?',
    pages: { min: 1, max: 4, annex: null },
  },
  'security-compliance': {
    title: 'Security & compliance',
    question: 'What runs without a valid review?',
    pages: { min: 1, max: 4, annex: null },
  },
} as const;

export type DocumentId = keyof typeof documents;

/** Rows of a full list that surely fit on one page, whatever their words. */
const ROWS_PER_PAGE = 12;

/** The pages planned for a document: the lists that security prints in full add theirs. */
export function plannedPages({
  document,
  governance: { uncovered, exceptions },
}: {
  document: DocumentId;
  governance: { uncovered: readonly unknown[]; exceptions: readonly unknown[] };
}): { min: number; max: number; annex: number | null } {
  const { pages } = documents[document];
  const more =
    document === 'security-compliance'
      ? Math.floor((uncovered.length + exceptions.length) / ROWS_PER_PAGE)
      : 0;
  return { ...pages, max: pages.max + more };
}

export const documentIds = Object.keys(documents) as [DocumentId, ...DocumentId[]];

export function isDocumentId(text: string): text is DocumentId {
  return Object.hasOwn(documents, text);
}
