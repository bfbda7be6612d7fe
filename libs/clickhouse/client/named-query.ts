import type { z } from 'zod';

/** One query of the product: its SQL, the parameters it takes and the rows it returns. */
export interface NamedQuery<P, R> {
  /** Also in `log_comment`, so that an operator finds it: `kpi.training-completion`. */
  readonly name: string;
  /** Placeholders as `{name:Type}`; `{tenant:String}` is always there and comes from the runner. */
  readonly sql: string;
  readonly params: z.ZodType<P>;
  readonly row: z.ZodType<R>;
}

/** The query reads without regard to the tenant. */
export class TenantMissing extends Error {
  constructor(query: string) {
    super(`Query ${query} does not mention {tenant:String}; every read is of one tenant.`);
    this.name = 'TenantMissing';
  }
}

const TENANT = /\{\s*tenant\s*:\s*String\s*\}/;

/** @throws TenantMissing */
export function defineQuery<P, R>(query: NamedQuery<P, R>): NamedQuery<P, R> {
  if (!TENANT.test(query.sql)) throw new TenantMissing(query.name);
  return query;
}
