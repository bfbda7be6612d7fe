import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { kpiQueryHandlers } from '#kpi';
import { FindingsController, KpisController, MeasuresController } from '#kpi/http';
import { UnmappedController } from '#program/http';

/** Numbers out: the KPI endpoints, and what stands in their way. */
@Module({
  imports: [CqrsModule],
  controllers: [KpisController, MeasuresController, FindingsController, UnmappedController],
  providers: [...kpiQueryHandlers],
})
export class InsightsModule {}
