import type { ServeOptions } from '#server';
import { registerXapiHooks, routedUrl, unreadXapiHeaders, XAPI_CROSS_ORIGIN } from '#xapi';

/** How a process is served that has intake in it, alone or beside the rest of the product. */
export const INTAKE_SERVING: Pick<
  ServeOptions,
  'writes' | 'routedUrl' | 'crossOrigin' | 'unreadHeaders' | 'prepare'
> = {
  writes: true,
  routedUrl,
  crossOrigin: XAPI_CROSS_ORIGIN,
  unreadHeaders: unreadXapiHeaders,
  prepare: (app, store, { xapiVersion }) =>
    registerXapiHooks(app.getHttpAdapter().getInstance(), store, xapiVersion),
};
