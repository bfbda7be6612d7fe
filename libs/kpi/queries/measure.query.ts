import { ClickHouse } from '#clickhouse';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { measureAt, type MeasureOptions } from '../measures/measure-at.ts';
import type { Measure } from '../measures/measure.ts';
import type { MeasureJson } from '../measures/measure.schema.ts';

/** A supporting measure of a program, at resolved clocks. */
export class MeasureQuery extends Query<MeasureJson> {
  constructor(
    readonly tenant: string,
    readonly program: string,
    readonly measure: Measure,
    readonly options: MeasureOptions,
  ) {
    super();
  }
}

@QueryHandler(MeasureQuery)
export class MeasureHandler implements IQueryHandler<MeasureQuery> {
  constructor(@Inject(ClickHouse) private readonly clickhouse: ClickHouse) {}

  execute({ tenant, program, measure, options }: MeasureQuery): Promise<MeasureJson> {
    return measureAt(this.clickhouse, tenant, program, measure, options);
  }
}
