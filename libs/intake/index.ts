export {
  ADMISSION_CHECKS,
  type AdmissionCheck,
  type AdmissionFault,
  type Batch,
  type Judge,
} from './admission/admission.ts';
export { IdentityAdmission } from './admission/identity.admission.ts';
export { SenderAdmission } from './admission/sender.admission.ts';
export { VoidAdmission } from './admission/void.admission.ts';
export {
  AppendEventsCommand,
  AppendEventsHandler,
  type AppendEventsResult,
  type RejectedEvent,
} from './append-events.command.ts';
export { EventsController } from './cloudevents/events.controller.ts';
export { ProgramAdmission } from './admission/program.admission.ts';
export {
  DefineProgramCommand,
  DefineProgramHandler,
  type DefinedProgram,
} from './programs/define-program.command.ts';
export { ProgramsController } from './programs/programs.controller.ts';
export { SchemasController } from './http/schemas.controller.ts';
export { TENANT_TURNS } from './tenant-turns.ts';
