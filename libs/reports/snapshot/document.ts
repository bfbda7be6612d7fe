/** The six documents, their names and the question each answers. */
export const documents = {
  executive: {
    title: 'Executive report',
    question: 'Is it working, and what do you need from me?',
    pages: { main: { min: 2, max: 2 }, annex: { min: 1, max: 2 } },
  },
  'learning-development': {
    title: 'Learning & development',
    question: 'Who will miss day 90, in which role and module?',
    pages: { main: { min: 1, max: 2 }, annex: { min: 1, max: 1 } },
  },
  'program-lead': {
    title: 'Program lead',
    question: 'Did capability rise, for whom, and is it real?',
    pages: { main: { min: 1, max: 2 }, annex: { min: 1, max: 1 } },
  },
  'engineering-manager': {
    title: 'Engineering managers',
    question: 'Are prompts dependable, and do reviewers agree?',
    pages: { main: { min: 1, max: 2 }, annex: { min: 1, max: 1 } },
  },
  'sre-platform': {
    title: 'SRE & platform',
    question: 'Are incidents mitigated faster, beyond chance?',
    pages: { main: { min: 1, max: 2 }, annex: { min: 1, max: 1 } },
  },
  'security-compliance': {
    title: 'Security & compliance',
    question: 'What runs without a valid review?',
    pages: { main: { min: 1, max: 2 }, annex: { min: 1, max: 1 } },
  },
} as const;

export type DocumentId = keyof typeof documents;

export const documentIds = Object.keys(documents) as [DocumentId, ...DocumentId[]];

export function isDocumentId(text: string): text is DocumentId {
  return Object.hasOwn(documents, text);
}
