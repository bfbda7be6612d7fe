import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** What a key may do. `admin` implies all the others. */
export const SCOPES = ['ingest', 'read', 'reports', 'people', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Who sends a request: one API key of one tenant. */
export interface Principal {
  readonly tenant: string;
  readonly keyId: string;
  readonly keyName: string;
  readonly scopes: readonly Scope[];
  /** The key was made with `--lenient`. */
  readonly lenient: boolean;
  /** The key was made for a session of cmi5: it speaks of that alone, on /xapi, and cannot void. Absent: an ordinary key. */
  readonly session?: LaunchedSession;
}

/** What a key that was made for a session of cmi5 speaks of. */
export interface LaunchedSession {
  readonly id: string;
  /** in lower case */
  readonly registration: string;
  /** canonical identity */
  readonly actor: string;
}

export function allows(principal: Principal, scope: Scope): boolean {
  return principal.scopes.includes('admin') || principal.scopes.includes(scope);
}

/** Metadata key under which {@link Requires} leaves the scopes; the access guard reads it. */
export const REQUIRED_SCOPES = 'plumbline:required-scopes';

/** The route needs a key with one of these scopes. A route without this or {@link Public} is closed to everyone. */
export const Requires = (...anyOf: Scope[]) => SetMetadata(REQUIRED_SCOPES, anyOf);

/** The route answers without a key. */
export const Public = () => SetMetadata(REQUIRED_SCOPES, 'public');

/** Metadata key: a browser's session cookie is as good as the key it was made with. Only on pages, which change nothing. */
export const SESSION_ALLOWED = 'plumbline:session-allowed';
export const SessionAllowed = () => SetMetadata(SESSION_ALLOWED, true);

/** Metadata key: only the operator of the installation (the token in the data directory), for all tenants. */
export const OPERATOR_ONLY = 'plumbline:operator-only';
export const OperatorOnly = () => SetMetadata(OPERATOR_ONLY, true);

/** A request after the access guard has let it through. */
export interface AuthenticatedRequest extends FastifyRequest {
  principal: Principal;
}

/** Parameter decorator: the request's {@link Principal}. */
export const CurrentPrincipal = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal =>
    context.switchToHttp().getRequest<AuthenticatedRequest>().principal,
);
