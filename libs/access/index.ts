export {
  keyRequest,
  tenantName,
  type CreatedKey,
  type Fetched,
  type KeyListing,
  type KeyRequest,
} from './keys/api-key.ts';
export { webOrigins } from './keys/api-key.ts';
export { KeyStore } from './keys/key-store.ts';
export { DEFAULT_TENANT, TenantStore, type Tenant } from './tenants/tenant-store.ts';
export { AccessGuard } from './http/access.guard.ts';
export { Authenticator } from './http/authenticator.ts';
export { authenticateBeforeBodies, bodyOfStrangers } from './http/body.hook.ts';
export { allowCrossOrigin, type CrossOrigin } from './http/cross-origin.hook.ts';
export { SESSION_COOKIE, Sessions } from './http/session.ts';
export { KeysController } from './http/keys.controller.ts';
export { OperatorController } from './http/operator.controller.ts';
export { SignInController } from './http/sign-in.controller.ts';
