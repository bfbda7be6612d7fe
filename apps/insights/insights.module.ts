import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { kpiQueryHandlers } from '#kpi';
import { KpisController } from '#kpi/http';

/** Numbers out: the KPI endpoints. */
@Module({ imports: [CqrsModule], controllers: [KpisController], providers: [...kpiQueryHandlers] })
export class InsightsModule {}
