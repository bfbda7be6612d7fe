import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ClickHouse } from '#clickhouse';
import { catalogue } from '#events';
import {
  ADMISSION_CHECKS,
  AppendEventsHandler,
  EventsController,
  IdentityAdmission,
  SenderAdmission,
  VoidAdmission,
} from '#intake';
import { AboutController, StatementsController, StoreStatementsHandler } from '#xapi';

/** HTTP in: authenticate, validate, identify, append, acknowledge. */
@Module({
  imports: [CqrsModule],
  controllers: [EventsController, StatementsController, AboutController],
  providers: [
    AppendEventsHandler,
    StoreStatementsHandler,
    {
      provide: ADMISSION_CHECKS,
      inject: [ClickHouse],
      useFactory: (clickhouse: ClickHouse) => [
        new SenderAdmission(catalogue.keys()),
        new VoidAdmission(clickhouse),
        new IdentityAdmission(clickhouse),
      ],
    },
  ],
})
export class IntakeModule {}
