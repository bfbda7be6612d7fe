import type { DynamicModule, Type } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { collectDefaultMetrics, Registry } from 'prom-client';
import {
  AccessGuard,
  allowCrossOrigin,
  authenticateBeforeBodies,
  Authenticator,
  DEFAULT_TENANT,
  KeyStore,
  Sessions,
  TenantStore,
  type CreatedKey,
  type CrossOrigin,
} from '#access';
import { ClickHouse } from '#clickhouse';
import { EVENT_LOG, GroupedInsertLog, Store, storeProblem } from '#event-log';
import {
  CLOCK,
  ID_SOURCE,
  LOGGER,
  SETTINGS_TOKEN,
  WATERMARK,
  type Clock,
  type IdSource,
  type Logger,
  type Settings,
} from '#platform';
import {
  createHttpApp,
  globalProviders,
  jsonLimitsOf,
  METRICS,
  openApiDocument,
  OperationsController,
  READINESS_CHECKS,
  serveOpenApi,
  type SentRequest,
} from '#platform/http';
import { version } from './version.ts';

/** How long requests under way may take when the process stops. */
const STOP_PATIENCE_MILLIS = 5000;

export interface ServeOptions {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** What this process answers beside /healthz, /readyz, /metrics and /docs. */
  readonly modules: readonly Type[];
  /** Whether it is the one writer of the store. Readers may be many. */
  readonly writes: boolean;
  /** Another process took over the store: this one must end. */
  readonly onLost: () => void;
  /** Last touches to the application before it listens. */
  readonly prepare?: (app: NestFastifyApplication, store: Store, settings: Settings) => void;
  /** What pages of other origins may ask, with keys that name them. */
  readonly crossOrigin?: CrossOrigin;
  /** The URL that a request is routed by, where it is not its own. */
  readonly routedUrl?: (request: SentRequest) => string;
  /** Headers of the answer to a request that is so malformed that nothing else sees it. */
  readonly unreadHeaders?: (settings: Settings) => Readonly<Record<string, string>>;
}

/** A process of the product, listening. */
export interface Server {
  readonly url: string;
  /** Acts for every tenant; made anew at each start, for the owner of this installation alone. */
  readonly operatorToken: string;
  /** The admin key of the tenant `default`, when this start made that tenant. */
  readonly firstKey: CreatedKey | null;
  readonly keys: KeyStore;
  readonly tenants: TenantStore;
  readonly store: Store;
  readonly app: NestFastifyApplication;
  stop(): Promise<void>;
}

/** Opens the store, composes the application and listens. @throws DataDirectoryHeld, StoreHeld, MigrationFailed, or EADDRINUSE of the port */
export async function serve(options: ServeOptions): Promise<Server> {
  const { settings, logger, clock, ids } = options;
  const store = await Store.open({ settings, logger, clock, ids });
  try {
    const log = options.writes ? await store.openLog(options.onLost) : null;
    const keys = new KeyStore(store.clickhouse, clock, ids);
    const tenants = new TenantStore(store.clickhouse, clock);
    const operatorToken = ids.secret(32);
    const firstKey = log ? await welcome(tenants, keys) : null;
    const sessions = new Sessions(ids.secret(32));
    const authenticator = new Authenticator(keys, sessions, operatorToken, tenants);
    const parts = { store, log, keys, tenants, sessions, authenticator };
    const app = await createHttpApp(composition(options, parts), {
      logger,
      limits: jsonLimitsOf(settings),
      translate: storeProblem,
      ...(options.routedUrl ? { routedUrl: options.routedUrl } : {}),
      ...(options.unreadHeaders ? { unreadHeaders: options.unreadHeaders(settings) } : {}),
    });
    const fastify = app.getHttpAdapter().getInstance();
    if (options.crossOrigin) allowCrossOrigin(fastify, parts, options.crossOrigin);
    authenticateBeforeBodies(fastify, authenticator);
    options.prepare?.(app, store, settings);
    serveOpenApi(app, openApiDocument(app, version));
    await app.listen(settings.port, settings.host);
    const stop = async (): Promise<void> => {
      // Requests under way are finished; a client that keeps its request open does not keep the process.
      const patience = setTimeout(() => app.getHttpServer().closeAllConnections(), STOP_PATIENCE_MILLIS);
      try {
        await app.close();
      } finally {
        clearTimeout(patience);
        await store.close();
      }
    };
    return { url: localUrl(await app.getUrl()), operatorToken, firstKey, keys, tenants, store, app, stop };
  } catch (error) {
    await store.close();
    throw error;
  }
}

interface Parts {
  readonly store: Store;
  readonly log: GroupedInsertLog | null;
  readonly keys: KeyStore;
  readonly tenants: TenantStore;
  readonly sessions: Sessions;
  readonly authenticator: Authenticator;
}

class ServedModule {}

function composition({ settings, logger, clock, ids, modules }: ServeOptions, parts: Parts): DynamicModule {
  const { store, log, keys, tenants, sessions, authenticator } = parts;
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const ready = [{ name: 'clickhouse', check: () => store.clickhouse.answers() }];
  return {
    module: ServedModule,
    controllers: [OperationsController],
    imports: [
      globalProviders([
        { provide: SETTINGS_TOKEN, useValue: settings },
        { provide: LOGGER, useValue: logger },
        { provide: CLOCK, useValue: clock },
        { provide: ID_SOURCE, useValue: ids },
        { provide: ClickHouse, useValue: store.clickhouse },
        { provide: Store, useValue: store },
        { provide: WATERMARK, useValue: store },
        ...(log
          ? [
              { provide: EVENT_LOG, useValue: log },
              { provide: GroupedInsertLog, useValue: log },
            ]
          : []),
        { provide: KeyStore, useValue: keys },
        { provide: TenantStore, useValue: tenants },
        { provide: Sessions, useValue: sessions },
        { provide: METRICS, useValue: metrics },
        { provide: READINESS_CHECKS, useValue: ready },
      ]),
      ...modules,
    ],
    providers: [{ provide: APP_GUARD, useValue: new AccessGuard(authenticator) }],
  };
}

/** The first start makes the tenant `default` and its admin key. */
async function welcome(tenants: TenantStore, keys: KeyStore): Promise<CreatedKey | null> {
  if (!(await tenants.create(DEFAULT_TENANT))) return null;
  return keys.create(DEFAULT_TENANT, { name: 'first admin key', scopes: ['admin'], lenient: false });
}

/** What a client on this machine calls; a server on all interfaces is reached on loopback. */
function localUrl(url: string): string {
  return url.replace('[::1]', '127.0.0.1').replace('0.0.0.0', '127.0.0.1').replace('[::]', '127.0.0.1');
}
