import { ClickHouse } from '#clickhouse';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { evidenceAt, type EvidenceOptions, type EvidencePage } from '../evidence/evidence-at.ts';
import type { KpiId } from '../kpi.schema.ts';

/** A page of the events behind a KPI. For keys with the scope `people`. */
export class EvidenceQuery extends Query<EvidencePage> {
  constructor(
    readonly tenant: string,
    readonly program: string,
    readonly kpi: KpiId,
    readonly options: EvidenceOptions,
  ) {
    super();
  }
}

@QueryHandler(EvidenceQuery)
export class EvidenceHandler implements IQueryHandler<EvidenceQuery> {
  constructor(@Inject(ClickHouse) private readonly clickhouse: ClickHouse) {}

  execute({ tenant, program, kpi, options }: EvidenceQuery): Promise<EvidencePage> {
    return evidenceAt(this.clickhouse, tenant, program, kpi, options);
  }
}
