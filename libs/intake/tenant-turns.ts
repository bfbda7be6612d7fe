/** Injection token of the one {@link TenantTurns} of a process. */
export const TENANT_TURNS = Symbol('TenantTurns');

/** Runs work of one tenant one after the other; tenants do not wait for each other. */
export class TenantTurns {
  private readonly last = new Map<string, Promise<unknown>>();

  async run<T>(tenant: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(tenant) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.last.set(tenant, turn);
    try {
      return await turn;
    } finally {
      if (this.last.get(tenant) === turn) this.last.delete(tenant);
    }
  }
}
