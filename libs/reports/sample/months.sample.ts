import type { ReportSnapshotInput } from '../snapshot/report-snapshot.schema.ts';
import { bareMonth } from './bare-month.sample.ts';
import { earlyMonth } from './early-month.sample.ts';
import { extremeMonth } from './extreme-month.sample.ts';
import { fewPeopleMonth } from './few-people-month.sample.ts';
import { goodMonth } from './good-month.sample.ts';
import { suppressedMonth } from './suppressed-month.sample.ts';

type Month = (document?: ReportSnapshotInput['document']) => ReportSnapshotInput;

/** Every sample month by name. */
export const months: readonly (readonly [name: string, month: Month])[] = [
  ['good', goodMonth],
  ['early', earlyMonth],
  ['bare', bareMonth],
  ['suppressed', suppressedMonth],
  ['few people', fewPeopleMonth],
  ['extreme', extremeMonth],
];
