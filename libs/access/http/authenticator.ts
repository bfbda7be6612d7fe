import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { notFound, unauthorized, type Principal } from '#platform';
import type { KeyStore } from '../keys/key-store.ts';
import { DEFAULT_TENANT, type TenantStore } from '../tenants/tenant-store.ts';
import { readCredentials } from './credentials.ts';
import type { Sessions } from './session.ts';

/** Who sends a request: the owner of the installation, or one key of one tenant. */
export interface Caller {
  readonly operator: boolean;
  readonly principal: Principal;
}

/** Tells who sends a request; what they may do there is the guard's to say. */
export class Authenticator {
  /** A request with a body is asked twice: before the body is read, and by the guard of its route. */
  private readonly known = new WeakMap<FastifyRequest, Caller>();

  constructor(
    private readonly keys: KeyStore,
    private readonly sessions: Sessions,
    private readonly operatorToken: string,
    private readonly tenants: TenantStore,
  ) {}

  /**
   * The caller that the Authorization header names; null when there is no such header.
   * @throws Problem 401 for a header that is malformed, or a key that is unknown or revoked
   */
  async caller(request: FastifyRequest): Promise<Caller | null> {
    const known = this.known.get(request);
    if (known) return known;
    const caller = (await this.operator(request)) ?? (await this.keyHolder(request));
    if (caller) this.known.set(request, caller);
    return caller;
  }

  /** The principal of a browser's session, or null: none, ended, or its key is gone. */
  async session(request: FastifyRequest): Promise<Principal | null> {
    const keyId = this.sessions.read(request.headers.cookie);
    return keyId === null ? null : this.keys.principal(keyId);
  }

  private async keyHolder(request: FastifyRequest): Promise<Caller | null> {
    const credentials = readCredentials(request.headers.authorization);
    if (credentials === null) return null;
    if (credentials === 'malformed') {
      throw unauthorized(
        'The Authorization header must be Basic (key id and secret) or Bearer <key id>.<secret>.',
      );
    }
    const principal = await this.keys.authenticate(credentials.id, credentials.secret);
    if (!principal) throw unauthorized('The key is unknown, its secret is wrong, or it was revoked.');
    return { operator: false, principal };
  }

  /**
   * The operator's token is made at start and readable only in the data directory (mode 0600). It is not a key: whoever
   * has it owns the files of the store. It acts for the tenant of the header `Plumbline-Tenant`.
   */
  private async operator(request: FastifyRequest): Promise<Caller | null> {
    const given = /^Operator (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (given === undefined) return null;
    const digest = (text: string) => createHash('sha256').update(text).digest();
    if (!timingSafeEqual(digest(given), digest(this.operatorToken)))
      throw unauthorized('The operator token is not of this run.');
    const named = request.headers['plumbline-tenant'];
    const tenant = typeof named === 'string' ? named : DEFAULT_TENANT;
    if (!(await this.tenants.exists(tenant))) throw notFound(`There is no tenant ${JSON.stringify(tenant)}.`);
    const principal: Principal = {
      tenant,
      keyId: 'operator',
      keyName: 'operator',
      scopes: ['admin'],
      lenient: false,
    };
    return { operator: true, principal };
  }
}

/** 401 for a request without credentials. */
export function credentialsMissing(): Error {
  return unauthorized('Send an API key: Basic (key id and secret) or Bearer <key id>.<secret>.');
}
