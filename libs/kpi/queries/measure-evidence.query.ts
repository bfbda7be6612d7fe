import { ClickHouse } from '#clickhouse';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import {
  measureEvidenceAt,
  type MeasureEvidenceOptions,
  type MeasureEvidencePage,
} from '../measures/measure-evidence.ts';
import type { Measure } from '../measures/measure.ts';

/** A page of the events behind a supporting measure. For keys with the scope `people`. */
export class MeasureEvidenceQuery extends Query<MeasureEvidencePage> {
  constructor(
    readonly tenant: string,
    readonly program: string,
    readonly measure: Measure,
    readonly options: MeasureEvidenceOptions,
  ) {
    super();
  }
}

@QueryHandler(MeasureEvidenceQuery)
export class MeasureEvidenceHandler implements IQueryHandler<MeasureEvidenceQuery> {
  constructor(@Inject(ClickHouse) private readonly clickhouse: ClickHouse) {}

  execute({ tenant, program, measure, options }: MeasureEvidenceQuery): Promise<MeasureEvidencePage> {
    return measureEvidenceAt(this.clickhouse, tenant, program, measure, options);
  }
}
