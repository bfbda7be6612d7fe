/** The tables that hold the log, by kind of event; `events` reads all of them and takes no inserts. */
export const LOG_TABLES = ['statement_events', 'learner_events', 'work_events'] as const;
export type LogTable = (typeof LOG_TABLES)[number];

const LEARNER_NOUNS = new Set(['program', 'learner', 'module', 'assessment']);

/** Which table holds events of a type such as `plumbline.learner.enrolled`. The facts of a type are cut from its table alone. */
export function logTableOf(type: string): LogTable {
  const noun = type.split('.')[1] ?? '';
  if (noun === 'xapi') return 'statement_events';
  return LEARNER_NOUNS.has(noun) ? 'learner_events' : 'work_events';
}
