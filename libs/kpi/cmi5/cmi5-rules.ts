/** A rule of cmi5, as findings name it; the ids are stable. */
export interface Cmi5Rule {
  /** of cmi5 1.0 "Quartz" */
  readonly clause: string;
  /** for people: what is wrong with a statement that breaks it */
  readonly says: string;
}

export type Cmi5RuleId = keyof typeof CMI5_RULES;

export const CMI5_RULES = {
  'cmi5-verb-unknown': {
    clause: '9.3',
    says: 'The category says that cmi5 defines the statement, and the verb is none of cmi5.',
  },
  'cmi5-registration-missing': { clause: '9.6.1', says: 'The statement names no registration.' },
  'cmi5-session-missing': {
    clause: '9.6.3.1',
    says: 'The statement names no session, so that nothing can be said of its order.',
  },
  'cmi5-launched-not-first': {
    clause: '9.3.1',
    says: 'The session is said to be launched after its AU has spoken, or a second time.',
  },
  'cmi5-not-initialized': { clause: '9.3.2', says: 'The AU speaks before it has said initialized.' },
  'cmi5-second-initialized': { clause: '9.3.2', says: 'The AU says initialized again in its session.' },
  'cmi5-after-terminated': {
    clause: '9.3.8',
    says: 'Something is said of a session that the AU has terminated.',
  },
  'cmi5-after-abandoned': {
    clause: '9.3.6',
    says: 'Something is said of a session that the LMS has abandoned.',
  },
  'cmi5-browse-or-review': {
    clause: '10.2.2',
    says: 'completed, passed or failed is said in a session that was launched to browse or to review.',
  },
  'cmi5-second-completed': {
    clause: '9.3.3',
    says: 'The AU is completed a second time in the registration.',
  },
  'cmi5-second-passed': { clause: '9.3.4', says: 'The AU is passed a second time in the registration.' },
  'cmi5-failed-after-passed': {
    clause: '9.3.5',
    says: 'The AU is failed in a registration in which it was passed.',
  },
  'cmi5-passed-below-mastery': { clause: '9.3.4', says: 'Passed with a score below the mastery score.' },
  'cmi5-failed-at-mastery': { clause: '9.3.5', says: 'Failed with a score at or above the mastery score.' },
  'cmi5-score-not-judged': {
    clause: '9.5.1',
    says: 'A score stands on a verb other than passed and failed.',
  },
  'cmi5-success-wrong': {
    clause: '9.5.2',
    says: 'success is not true on passed, or is not false on failed.',
  },
  'cmi5-completion-wrong': { clause: '9.5.3', says: 'completion is not true on completed.' },
  'cmi5-duration-missing': {
    clause: '9.5.4',
    says: 'completed, passed, failed, terminated or abandoned has no duration.',
  },
  'cmi5-move-on-missing': {
    clause: '9.6.2.2',
    says: 'completed, passed or failed is without the category of what meets moveOn.',
  },
} as const satisfies Readonly<Record<string, Cmi5Rule>>;
