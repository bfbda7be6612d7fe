import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { createHash, timingSafeEqual } from 'node:crypto';
import {
  OPERATOR_ONLY,
  REQUIRED_SCOPES,
  SESSION_ALLOWED,
  forbidden,
  notFound,
  unauthorized,
  type AuthenticatedRequest,
  type Principal,
  type Scope,
} from '#platform';
import { allowsAny, type KeyStore } from '../keys/key-store.ts';
import { DEFAULT_TENANT, type TenantStore } from '../tenants/tenant-store.ts';
import { readCredentials } from './credentials.ts';
import type { Sessions } from './session.ts';

/**
 * Lets a request through when its key has one of the scopes that the route asks for, and leaves the principal on it.
 * A route that declares nothing is closed. 401: no, malformed, unknown or revoked key. 403: a good key without the scope.
 */
export class AccessGuard implements CanActivate {
  private readonly reflector = new Reflector();

  constructor(
    private readonly keys: KeyStore,
    private readonly sessions: Sessions,
    private readonly operatorToken: string,
    private readonly tenants: TenantStore,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const required = this.reflector.getAllAndOverride<readonly Scope[] | 'public' | undefined>(
      REQUIRED_SCOPES,
      targets,
    );
    if (required === 'public') return true;
    const operatorOnly =
      this.reflector.getAllAndOverride<boolean | undefined>(OPERATOR_ONLY, targets) ?? false;
    const operator = await this.operator(request);
    if (operator) request.principal = operator;
    if (operator) return true;
    if (operatorOnly)
      throw unauthorized('This path is for the operator of this installation: use the command line.');
    if (!required) throw forbidden('This path is closed.');
    const sessionAllowed =
      this.reflector.getAllAndOverride<boolean | undefined>(SESSION_ALLOWED, targets) ?? false;
    const principal = await this.authenticate(request, sessionAllowed);
    if (!allowsAny(principal, required)) {
      throw forbidden(
        `The key ${principal.keyId} has the scopes ${principal.scopes.join(', ')}; this needs ${required.join(' or ')}.`,
      );
    }
    request.principal = principal;
    return true;
  }

  private async authenticate(request: AuthenticatedRequest, sessionAllowed: boolean): Promise<Principal> {
    const credentials = readCredentials(request.headers.authorization);
    if (credentials === 'malformed') {
      throw unauthorized(
        'The Authorization header must be Basic (key id and secret) or Bearer <key id>.<secret>.',
      );
    }
    if (credentials) {
      const principal = await this.keys.authenticate(credentials.id, credentials.secret);
      if (!principal) throw unauthorized('The key is unknown, its secret is wrong, or it was revoked.');
      return principal;
    }
    const keyId = sessionAllowed ? this.sessions.read(request.headers.cookie) : null;
    const principal = keyId === null ? null : await this.keys.principal(keyId);
    if (!principal)
      throw unauthorized('Send an API key: Basic (key id and secret) or Bearer <key id>.<secret>.');
    return principal;
  }

  /**
   * The operator's token is made at start and readable only in the data directory (mode 0600). It is not a key: whoever
   * has it owns the files of the store. It acts for the tenant of the header `Plumbline-Tenant`.
   */
  private async operator(request: AuthenticatedRequest): Promise<Principal | null> {
    const given = /^Operator (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (given === undefined) return null;
    const digest = (text: string) => createHash('sha256').update(text).digest();
    if (!timingSafeEqual(digest(given), digest(this.operatorToken)))
      throw unauthorized('The operator token is not of this run.');
    const named = request.headers['plumbline-tenant'];
    const tenant = typeof named === 'string' ? named : DEFAULT_TENANT;
    if (!(await this.tenants.exists(tenant))) throw notFound(`There is no tenant ${JSON.stringify(tenant)}.`);
    return {
      tenant,
      keyId: 'operator',
      keyName: 'operator',
      scopes: ['admin'],
      lenient: false,
    };
  }
}
