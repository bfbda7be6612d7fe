import { ClickHouse } from '#clickhouse';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Scorecard } from '../kpi.schema.ts';
import { scorecard, type KpiOptions } from '../scorecard.ts';

/** The five KPIs of a program, at resolved clocks. */
export class ScorecardQuery extends Query<Scorecard> {
  constructor(
    readonly tenant: string,
    readonly program: string,
    readonly options: KpiOptions,
  ) {
    super();
  }
}

@QueryHandler(ScorecardQuery)
export class ScorecardHandler implements IQueryHandler<ScorecardQuery> {
  constructor(@Inject(ClickHouse) private readonly clickhouse: ClickHouse) {}

  execute({ tenant, program, options }: ScorecardQuery): Promise<Scorecard> {
    return scorecard(this.clickhouse, tenant, program, options);
  }
}
