import type { ClickHouse } from '#clickhouse';
import { notFound } from '#platform';
import type { Edition } from './edition.ts';
import { editionById, editionContent, editionsOfReport, unfinishedEditions } from './editions.query.ts';

/** What is stored of a finished edition beside its row. */
export interface EditionContent {
  readonly snapshot: string;
  readonly pdf: Uint8Array;
}

/** What editions are counted by. */
export type ReportKey = Pick<Edition, 'tenant' | 'program' | 'document' | 'period' | 'format' | 'names'>;

/** Editions: written once per state, never changed. */
export class EditionStore {
  constructor(private readonly clickhouse: ClickHouse) {}

  /** Writes the next state of an edition; `content` comes with the state `done`, once for each edition. */
  async write(edition: Edition, content?: EditionContent): Promise<void> {
    await this.clickhouse.insert('editions', [
      {
        tenant: edition.tenant,
        id: edition.id,
        version: edition.version,
        program: edition.program,
        document: edition.document,
        period: edition.period,
        format: edition.format,
        names: edition.names,
        state: edition.state,
        requested_by: edition.requestedBy,
        requested_at: edition.requestedAt,
        as_of: edition.asOf,
        known_by: edition.knownBy,
        number: edition.number,
        content_hash: edition.contentHash,
        snapshot: content?.snapshot ?? '',
        pdf: content ? Buffer.from(content.pdf).toString('base64') : '',
        sha256: edition.sha256,
        gate: JSON.stringify(edition.gate),
        made_with: JSON.stringify(edition.madeWith),
        failure: edition.failure,
      },
    ]);
  }

  /** @throws a 404 problem when the tenant has no such edition */
  async find(tenant: string, id: string): Promise<Edition> {
    const [edition] = await this.clickhouse.query(editionById, tenant, { id });
    if (!edition) throw notFound(`There is no report ${JSON.stringify(id)}.`);
    return edition;
  }

  /**
   * Null until the edition is done. An order that made no new edition has none of its own: its content is that of the
   * edition with its hash.
   */
  async content({ tenant, sha256 }: Pick<Edition, 'tenant' | 'sha256'>): Promise<EditionContent | null> {
    if (sha256 === '') return null;
    const [row] = await this.clickhouse.query(editionContent, tenant, { sha256 });
    return row ? { snapshot: row.snapshot, pdf: Buffer.from(row.pdf, 'base64') } : null;
  }

  /** Finished editions of the same report, latest first. */
  async ofReport(report: ReportKey): Promise<Edition[]> {
    const { tenant, program, document, period, format, names } = report;
    return this.clickhouse.query(editionsOfReport, tenant, { program, document, period, format, names });
  }

  async unfinished(): Promise<Edition[]> {
    return this.clickhouse.query(unfinishedEditions, '', {});
  }
}
