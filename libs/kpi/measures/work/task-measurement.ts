import type { FactOrigin } from '../../evidence/evidence.ts';
import type { WorkMoment } from './moment.ts';

/** How a piece of daily work went; null and '' where the event says nothing. */
export interface TaskMeasurement extends FactOrigin {
  readonly program: string;
  /** the kind of work: only measurements of one kind are compared */
  readonly task: string;
  readonly moment: WorkMoment;
  readonly team: string;
  readonly minutes: number | null;
  /** it had to be done again, wholly or in part */
  readonly rework: boolean | null;
  readonly escalated: boolean | null;
}
