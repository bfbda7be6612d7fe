import type { FactOrigin } from '../../evidence/evidence.ts';

/** A release of a model, with the program it names; '' where the event says nothing. */
export interface Release extends FactOrigin {
  readonly program: string;
  readonly release: string;
  readonly model: string;
  readonly team: string;
  /** covered by evaluation */
  readonly evaluated: boolean;
}
