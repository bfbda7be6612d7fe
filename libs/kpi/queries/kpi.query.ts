import { ClickHouse } from '#clickhouse';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Kpi, KpiId } from '../kpi.schema.ts';
import { kpiAt, type KpiOptions } from '../scorecard.ts';

/** One KPI of a program, at resolved clocks. */
export class KpiQuery extends Query<Kpi> {
  constructor(
    readonly tenant: string,
    readonly program: string,
    readonly kpi: KpiId,
    readonly options: KpiOptions,
  ) {
    super();
  }
}

@QueryHandler(KpiQuery)
export class KpiHandler implements IQueryHandler<KpiQuery> {
  constructor(@Inject(ClickHouse) private readonly clickhouse: ClickHouse) {}

  execute({ tenant, program, kpi, options }: KpiQuery): Promise<Kpi> {
    return kpiAt(this.clickhouse, tenant, program, kpi, options);
  }
}
