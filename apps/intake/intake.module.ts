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

/** HTTP in: authenticate, validate, identify, append, acknowledge. */
@Module({
  imports: [CqrsModule],
  controllers: [EventsController],
  providers: [
    AppendEventsHandler,
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
