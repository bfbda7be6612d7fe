import { programDefined, type IncomingEvent } from '#events';
import { jsonPointer } from '#platform';
import { checkDefinition, effectiveFrom } from '#program';
import type { AdmissionCheck, AdmissionFault, Judge } from './admission.ts';
import { currentData } from './current-data.ts';

/** A definition comes in only when it is sound and says the same as its event: a broken one would break every reader. */
export class ProgramAdmission implements AdmissionCheck {
  readonly types: ReadonlySet<string> = new Set([programDefined.type]);

  prepare(): Judge {
    return faultsOfDefinition;
  }
}

function faultsOfDefinition(event: IncomingEvent): AdmissionFault[] {
  const { program, definition } = currentData(programDefined, event);
  const checked = checkDefinition(definition);
  if (!checked.ok)
    return checked.faults.map(({ path, reason }) => ({
      pointer: jsonPointer(['data', 'definition', ...path]),
      reason,
    }));
  if (checked.program.program.id !== program) {
    return [
      {
        pointer: '/data/program',
        reason: `The definition is of the program ${JSON.stringify(checked.program.program.id)}.`,
      },
    ];
  }
  if (effectiveFrom(checked.program) !== event.occurredAt) {
    return [
      {
        pointer: '/data/effectiveFrom',
        reason: `The definition says it is in force from ${effectiveFrom(checked.program)}.`,
      },
    ];
  }
  return [];
}
