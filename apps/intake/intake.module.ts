import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ClickHouse } from '#clickhouse';
import { EVENT_LOG, type EventLog } from '#event-log';
import { catalogue } from '#events';
import {
  ADMISSION_CHECKS,
  AppendEventsHandler,
  DefineProgramHandler,
  EventsController,
  IdentityAdmission,
  ProgramAdmission,
  ProgramsController,
  SchemasController,
  SenderAdmission,
  TENANT_TURNS,
  VoidAdmission,
} from '#intake';
import { CLOCK, ID_SOURCE, Turns, type Clock, type IdSource } from '#platform';
import {
  AboutController,
  ActivitiesController,
  AgentsController,
  AlternateRequestController,
  ATTACHMENT_STORE,
  AttachmentStore,
  AttachmentSweep,
  Cmi5Controller,
  DOCUMENT_CONTROLLERS,
  DOCUMENT_STORE,
  DocumentRequests,
  DocumentStore,
  KnownReferences,
  LaunchSessionHandler,
  StatementsController,
  StoreStatementsHandler,
} from '#xapi';

/** HTTP in: authenticate, validate, identify, append, acknowledge. */
@Module({
  imports: [CqrsModule],
  controllers: [
    EventsController,
    ProgramsController,
    SchemasController,
    StatementsController,
    AboutController,
    AlternateRequestController,
    AgentsController,
    ActivitiesController,
    ...DOCUMENT_CONTROLLERS,
    Cmi5Controller,
  ],
  providers: [
    AppendEventsHandler,
    DefineProgramHandler,
    StoreStatementsHandler,
    LaunchSessionHandler,
    DocumentRequests,
    {
      provide: DOCUMENT_STORE,
      inject: [ClickHouse, EVENT_LOG, CLOCK, ID_SOURCE],
      useFactory: (clickhouse: ClickHouse, log: EventLog, clock: Clock, ids: IdSource) =>
        new DocumentStore(clickhouse, log, clock, ids),
    },
    {
      provide: ATTACHMENT_STORE,
      inject: [ClickHouse, EVENT_LOG, CLOCK, ID_SOURCE],
      useFactory: (clickhouse: ClickHouse, log: EventLog, clock: Clock, ids: IdSource) =>
        new AttachmentStore(clickhouse, log, clock, ids),
    },
    AttachmentSweep,
    {
      provide: KnownReferences,
      inject: [ClickHouse],
      useFactory: (clickhouse: ClickHouse) => new KnownReferences(clickhouse),
    },
    { provide: TENANT_TURNS, useFactory: () => new Turns() },
    {
      provide: ADMISSION_CHECKS,
      inject: [ClickHouse],
      useFactory: (clickhouse: ClickHouse) => [
        new SenderAdmission(catalogue.keys()),
        new VoidAdmission(),
        new IdentityAdmission(clickhouse),
        new ProgramAdmission(),
      ],
    },
  ],
})
export class IntakeModule {}
