import { defineQuery, type ClickHouse } from '#clickhouse';
import type { Clock, Instant } from '#platform';
import { z } from 'zod';

/** The tenant that the first start makes. */
export const DEFAULT_TENANT = 'default';

const allTenants = defineQuery({
  name: 'access.tenants',
  sql: `SELECT tenant, min(created_at) AS created_at FROM tenants WHERE {tenant:String} = '' OR tenant = {tenant:String} GROUP BY tenant ORDER BY tenant`,
  params: z.object({}),
  row: z.object({ tenant: z.string(), created_at: z.string().transform((text) => text as Instant) }),
});

export interface Tenant {
  readonly tenant: string;
  readonly createdAt: Instant;
}

/** The tenants of this installation: the operator's view, never reachable with a tenant's key. */
export class TenantStore {
  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly clock: Clock,
  ) {}

  async list(): Promise<Tenant[]> {
    const rows = await this.clickhouse.query(allTenants, '', {});
    return rows.map((row) => ({ tenant: row.tenant, createdAt: row.created_at }));
  }

  async exists(tenant: string): Promise<boolean> {
    return (await this.clickhouse.query(allTenants, tenant, {})).length > 0;
  }

  /** Makes a tenant; false when it was there already. */
  async create(tenant: string): Promise<boolean> {
    if (await this.exists(tenant)) return false;
    await this.clickhouse.insert('tenants', [{ tenant, created_at: this.clock.now() }]);
    return true;
  }
}
