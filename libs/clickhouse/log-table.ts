import type { Columns } from './client/row-binary.ts';

/** The tables that hold the log, by kind of event; `events` reads all of them and takes no inserts. */
export const LOG_TABLES = ['statement_events', 'learner_events', 'work_events', 'practice_events'] as const;
export type LogTable = (typeof LOG_TABLES)[number];

/** What every table of the log has, of the types that migrations 0001 and 0008 give them. */
export const EVENT_COLUMNS = {
  tenant: 'String',
  recorded_at: 'DateTime64(6)',
  source: 'String',
  id: 'String',
  type: 'String',
  version: 'UInt16',
  subject: 'String',
  program: 'String',
  occurred_at: 'DateTime64(6)',
  time_given: 'Bool',
  content_hash: 'FixedString(64)',
  recorded_by: 'String',
  identities: 'Array(String)',
  attributes: 'String',
  data: 'String',
  upcast_data: 'String',
} as const satisfies Columns;

/** What `statement_events` has beside them (migration 0004). */
export const STATEMENT_COLUMNS = {
  verb: 'String',
  object_type: 'String',
  object_id: 'String',
  registration: 'String',
  related_activities: 'Array(String)',
  grouping: 'Array(String)',
  cmi5: 'Bool',
  completion: 'Nullable(Bool)',
  success: 'Nullable(Bool)',
  scaled: 'Nullable(Float64)',
  raw: 'Nullable(Float64)',
  min: 'Nullable(Float64)',
  max: 'Nullable(Float64)',
} as const satisfies Columns;

const LEARNER_NOUNS = new Set(['program', 'learner', 'module', 'assessment']);
const PRACTICE_NOUNS = new Set([
  'lab',
  'certification',
  'skill',
  'output',
  'release',
  'artefact',
  'capstone',
  'task',
  'feedback',
]);

/** Which table holds events of a type such as `plumbline.learner.enrolled`. The facts of a type are cut from its table alone. */
export function logTableOf(type: string): LogTable {
  const noun = type.split('.')[1] ?? '';
  if (noun === 'xapi') return 'statement_events';
  if (LEARNER_NOUNS.has(noun)) return 'learner_events';
  return PRACTICE_NOUNS.has(noun) || type === 'plumbline.prompt.used' ? 'practice_events' : 'work_events';
}
