import type { ClickHouse } from '#clickhouse';
import type { Instant } from '#platform';
import { TenantNews } from './tenant-news.ts';

/** Facts kept at most, of all tenants together: some 300 bytes each. */
const MOST_FACTS = 600_000;

interface Kept {
  readonly size: number;
}

/**
 * What was read through one connection. The log is append-only, so that facts once read stay true, and both clocks are cut
 * here as the store would cut them. What was not asked for longest is forgotten first.
 */
export class FactMemory {
  private static readonly byConnection = new WeakMap<ClickHouse, FactMemory>();
  /** in the order of their last use, each with what forgets it */
  private readonly kept = new Map<Kept, () => void>();
  private readonly news = new Map<string, TenantNews>();

  private constructor(readonly clickhouse: ClickHouse) {}

  /** The memory of a connection; it lives as long as the connection does. */
  static of(clickhouse: ClickHouse): FactMemory {
    const known = this.byConnection.get(clickhouse);
    if (known !== undefined) return known;
    const created = new FactMemory(clickhouse);
    this.byConnection.set(clickhouse, created);
    return created;
  }

  /** How many facts are held. */
  get size(): number {
    return [...this.kept.keys()].reduce((sum, { size }) => sum + size, 0);
  }

  /** @param since for a tenant nobody asked for yet: from when on to look */
  newsOf(tenant: string, since: Instant): TenantNews {
    const known = this.news.get(tenant);
    if (known !== undefined) return known;
    const created = new TenantNews(this.clickhouse, tenant, since);
    this.news.set(tenant, created);
    return created;
  }

  used(one: Kept, forget: () => void): void {
    this.kept.delete(one);
    this.kept.set(one, forget);
    let { size } = this;
    for (const [oldest, forgetOldest] of this.kept) {
      if (size <= MOST_FACTS) return;
      size -= oldest.size;
      this.kept.delete(oldest);
      forgetOldest();
    }
  }
}
