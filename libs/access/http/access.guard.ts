import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  OPERATOR_ONLY,
  REQUIRED_SCOPES,
  SESSION_ALLOWED,
  forbidden,
  unauthorized,
  type AuthenticatedRequest,
  type Scope,
} from '#platform';
import { allowsAny } from '../keys/key-store.ts';
import { credentialsMissing, type Authenticator } from './authenticator.ts';

/**
 * Lets a request through when its key has one of the scopes that the route asks for, and leaves the principal on it.
 * A route that declares nothing is closed. 401: no, malformed, unknown or revoked key. 403: a good key without the scope.
 */
export class AccessGuard implements CanActivate {
  private readonly reflector = new Reflector();

  constructor(private readonly authenticator: Authenticator) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const required = this.declared<readonly Scope[] | 'public'>(REQUIRED_SCOPES, context);
    if (required === 'public') return true;
    const caller = await this.authenticator.caller(request);
    if (caller?.operator) {
      request.principal = caller.principal;
      return true;
    }
    if (this.declared<boolean>(OPERATOR_ONLY, context))
      throw unauthorized('This path is for the operator of this installation: use the command line.');
    if (!required) throw forbidden('This path is closed.');
    const bySession = caller === null && this.declared<boolean>(SESSION_ALLOWED, context);
    const principal = bySession ? await this.authenticator.session(request) : caller?.principal;
    if (!principal) throw credentialsMissing();
    if (principal.session !== undefined && !/^\/xapi(?:[/?]|$)/.test(request.url))
      throw forbidden(
        `The key ${principal.keyId} was made for a session of cmi5 and is good on /xapi alone.`,
      );
    if (!allowsAny(principal, required)) {
      throw forbidden(
        `The key ${principal.keyId} has the scopes ${principal.scopes.join(', ')}; this needs ${required.join(' or ')}.`,
      );
    }
    request.principal = principal;
    return true;
  }

  private declared<T>(key: string, context: ExecutionContext): T | undefined {
    return this.reflector.getAllAndOverride<T | undefined>(key, [context.getHandler(), context.getClass()]);
  }
}
