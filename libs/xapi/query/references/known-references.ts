import { slicesByLength, type ClickHouse } from '#clickhouse';
import { STATEMENT_SOURCE } from '#events';
import { EARLIEST_INSTANT, type Instant } from '#platform';
import { ReferenceGraph } from './reference-graph.ts';
import { referenceCount, referencesBetween, targetsOf } from './references.query.ts';

export interface KnownReferencesLimits {
  /** References that are remembered of all tenants together, some 2 KB each. */
  readonly references: number;
  /** Statements of a tenant that are referred to and not there; each is looked for again for every page. */
  readonly awaited: number;
}

const DEFAULT_LIMITS: KnownReferencesLimits = { references: 20_000, awaited: 1_000 };

interface Known {
  graph: ReferenceGraph;
  /** Everything that was stored by then is in the graph. */
  through: Instant;
  /** The log never shrinks, so what was once too much stays so. */
  tooMany: boolean;
  /** The reading that is under way, or was last. */
  reading: Promise<void>;
}

/**
 * Statements about other statements, which most filters must follow (xAPI 1.0.3 Communication 2.1.4). They are few and the log is
 * append-only, so they are remembered with what they refer to, and each page reads on from where the last one ended
 * (docs/decisions/0016).
 */
export class KnownReferences {
  /** The tenant asked last is at the end. */
  private readonly tenants = new Map<string, Known>();

  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly limits: KnownReferencesLimits = DEFAULT_LIMITS,
  ) {}

  /** At least those that were stored by `through`; null when they are too many to be remembered. */
  async storedBy(tenant: string, through: Instant): Promise<ReferenceGraph | null> {
    const known = this.tenants.get(tenant) ?? {
      graph: new ReferenceGraph(),
      through: EARLIEST_INSTANT,
      tooMany: false,
      reading: Promise.resolve(),
    };
    this.tenants.delete(tenant);
    this.tenants.set(tenant, known);
    // One reading after the other: each goes on from where the one before ended, also from one that failed.
    known.reading = known.reading.catch(() => undefined).then(() => this.readOn(tenant, known, through));
    await known.reading;
    this.forgetOthers();
    return known.tooMany ? null : known.graph;
  }

  private async readOn(tenant: string, known: Known, through: Instant): Promise<void> {
    if (known.tooMany || through <= known.through) return;
    const { graph } = known;
    const between = { after: known.through, through };
    const [counted] = await this.clickhouse.query(referenceCount, tenant, {
      ...between,
      limit: this.limits.references + 1,
    });
    const added = counted?.references ?? 0;
    if (graph.size + added > this.limits.references) return giveUp(known);
    if (added > 0) {
      for (const row of await this.clickhouse.query(referencesBetween, tenant, between))
        graph.addReference({ id: row.id, stored: row.recorded_at, target: row.object_id });
    }
    for (const ids of slicesByLength([...graph.awaited])) {
      const params = { ids, through, source: STATEMENT_SOURCE };
      for (const row of await this.clickhouse.query(targetsOf, tenant, params))
        graph.addTarget({ id: row.id, stored: row.recorded_at, names: row.names });
    }
    if (graph.awaited.size > this.limits.awaited) return giveUp(known);
    known.through = through;
  }

  /** What was asked longest ago goes first; the one asked now stays. */
  private forgetOthers(): void {
    const sizes = [...this.tenants].map(([tenant, { graph }]) => ({ tenant, size: graph.size }));
    let held = sizes.reduce((sum, { size }) => sum + size, 0);
    for (const { tenant, size } of sizes.slice(0, -1)) {
      if (held <= this.limits.references) return;
      held -= size;
      this.tenants.delete(tenant);
    }
  }
}

function giveUp(known: Known): void {
  known.tooMany = true;
  known.graph = new ReferenceGraph();
}
