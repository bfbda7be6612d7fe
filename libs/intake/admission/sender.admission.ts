import { catalogue, eventVoided, type IncomingEvent } from '#events';
import { allows, type Principal } from '#platform';
import type { AdmissionCheck, AdmissionFault, Batch, Judge } from './admission.ts';
import { currentData } from './current-data.ts';

const VOIDED = eventVoided.type;

/** Who may send what: some types, and a void of another source's event, need the scope `admin`. */
export class SenderAdmission implements AdmissionCheck {
  readonly types: ReadonlySet<string>;

  constructor(types: Iterable<string>) {
    this.types = new Set(types);
  }

  prepare({ principal }: Batch): Judge {
    return allows(principal, 'admin') ? () => [] : (event) => withoutAdmin(principal, event);
  }
}

function withoutAdmin(principal: Principal, event: IncomingEvent): AdmissionFault[] {
  if (catalogue.get(event.type)?.adminOnly) {
    return [
      {
        pointer: '/type',
        reason: `${event.type} needs a key with the scope admin; this key has ${principal.scopes.join(', ')}.`,
      },
    ];
  }
  if (event.type === VOIDED && currentData(eventVoided, event).source !== event.source) {
    return [
      {
        pointer: '/data/source',
        reason: "To void another source's event needs a key with the scope admin.",
      },
    ];
  }
  return [];
}
