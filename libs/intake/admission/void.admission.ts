import { eventVoided } from '#events';
import type { AdmissionCheck, Batch, Judge } from './admission.ts';
import { currentData } from './current-data.ts';

const VOIDED = eventVoided.type;

/** A void stands: it cannot be voided, neither later nor in the batch that brings it. What it names may still be on its way. */
export class VoidAdmission implements AdmissionCheck {
  readonly types: ReadonlySet<string> = new Set([VOIDED]);

  prepare({ targets }: Batch): Judge {
    return (event) => {
      const { source, id } = currentData(eventVoided, event);
      if (source === event.source && id === event.id) {
        return [{ pointer: '/data/id', reason: 'It names itself; a void names the event it corrects.' }];
      }
      return targets.get(event)?.type === VOIDED
        ? [
            {
              pointer: '/data/id',
              reason: 'It names an event.voided; a void cannot be voided. Send the corrected event anew.',
            },
          ]
        : [];
    };
  }
}
