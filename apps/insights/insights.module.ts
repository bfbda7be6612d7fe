import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { kpiQueryHandlers } from '#kpi';
import { FindingsController, KpisController } from '#kpi/http';
import { UnmappedController } from '#program/http';

/** Numbers out: the KPI endpoints, and what stands in their way. */
@Module({
  imports: [CqrsModule],
  controllers: [KpisController, FindingsController, UnmappedController],
  providers: [...kpiQueryHandlers],
})
export class InsightsModule {}
