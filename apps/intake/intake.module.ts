import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ClickHouse } from '#clickhouse';
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
  TenantTurns,
  VoidAdmission,
} from '#intake';
import { AboutController, StatementsController, StoreStatementsHandler } from '#xapi';

/** HTTP in: authenticate, validate, identify, append, acknowledge. */
@Module({
  imports: [CqrsModule],
  controllers: [
    EventsController,
    ProgramsController,
    SchemasController,
    StatementsController,
    AboutController,
  ],
  providers: [
    AppendEventsHandler,
    DefineProgramHandler,
    StoreStatementsHandler,
    { provide: TENANT_TURNS, useFactory: () => new TenantTurns() },
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
