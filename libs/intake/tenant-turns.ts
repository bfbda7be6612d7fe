/** Injection token of the one `Turns` of a process by which the work of one tenant goes one after the other. */
export const TENANT_TURNS = Symbol('TenantTurns');
