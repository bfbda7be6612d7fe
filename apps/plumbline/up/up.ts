import { APP_GUARD } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Module, type DynamicModule } from '@nestjs/common';
import { collectDefaultMetrics, Registry } from 'prom-client';
import {
  AccessGuard,
  DEFAULT_TENANT,
  KeysController,
  KeyStore,
  OperatorController,
  Sessions,
  SignInController,
  TenantStore,
  type CreatedKey,
} from '#access';
import { ClickHouse } from '#clickhouse';
import { EVENT_LOG, GroupedInsertLog, Store, storeProblem } from '#event-log';
import {
  CLOCK,
  WATERMARK,
  ID_SOURCE,
  LOGGER,
  SETTINGS_TOKEN,
  type Clock,
  type IdSource,
  type Logger,
  type Settings,
} from '#platform';
import {
  createHttpApp,
  globalProviders,
  METRICS,
  OperationsController,
  READINESS_CHECKS,
  serveOpenApi,
  openApiDocument,
} from '#platform/http';
import { registerXapiHooks } from '#xapi';
import { InsightsModule } from '../../insights/insights.module.ts';
import { IntakeModule } from '../../intake/intake.module.ts';
import { ReportsModule } from '../../reports/reports.module.ts';
import { MaintenanceController } from './maintenance.controller.ts';
import { announceRunning, withdrawRunning } from './running.ts';
import { version } from './version.ts';

export interface UpOptions {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Another process took over the store: this one must end. */
  readonly onLost: () => void;
}

/** The whole product in one process. */
export interface Up {
  readonly url: string;
  readonly operatorToken: string;
  /** The admin key of the tenant `default`, on the first start of a data directory only. */
  readonly firstKey: CreatedKey | null;
  readonly keys: KeyStore;
  readonly tenants: TenantStore;
  readonly store: Store;
  readonly app: NestFastifyApplication;
  stop(): Promise<void>;
}

@Module({
  imports: [IntakeModule, InsightsModule, ReportsModule],
  controllers: [
    KeysController,
    SignInController,
    OperatorController,
    OperationsController,
    MaintenanceController,
  ],
})
class UpModule {}

/** Starts everything: store, log, HTTP. @throws DataDirectoryHeld, StoreHeld, MigrationFailed, or EADDRINUSE of the port */
export async function up(options: UpOptions): Promise<Up> {
  const { settings, logger, clock, ids } = options;
  const store = await Store.open({ settings, logger, clock, ids });
  try {
    const log = await store.openLog(options.onLost);
    const keys = new KeyStore(store.clickhouse, clock, ids);
    const tenants = new TenantStore(store.clickhouse, clock);
    const operatorToken = ids.secret(32);
    const firstKey = await welcome(tenants, keys);
    const app = await createHttpApp(composition(options, { store, log, keys, tenants, operatorToken }), {
      logger,
      maxBodyBytes: settings.maxBodyBytes,
      translate: storeProblem,
    });
    registerXapiHooks(app.getHttpAdapter().getInstance(), store);
    serveOpenApi(app, openApiDocument(app, version));
    await app.listen(settings.port, settings.host);
    const url = localUrl(await app.getUrl());
    announceRunning(settings.dataDir, { url, pid: process.pid, operatorToken });
    const stop = async (): Promise<void> => {
      withdrawRunning(settings.dataDir);
      await app.close();
      await store.close();
    };
    return { url, operatorToken, firstKey, keys, tenants, store, app, stop };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function composition(
  { settings, logger, clock, ids }: UpOptions,
  parts: { store: Store; log: GroupedInsertLog; keys: KeyStore; tenants: TenantStore; operatorToken: string },
): DynamicModule {
  const { store, log, keys, tenants, operatorToken } = parts;
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const sessions = new Sessions(ids.secret(32));
  return {
    module: UpModule,
    imports: [
      globalProviders([
        { provide: SETTINGS_TOKEN, useValue: settings },
        { provide: LOGGER, useValue: logger },
        { provide: CLOCK, useValue: clock },
        { provide: ID_SOURCE, useValue: ids },
        { provide: ClickHouse, useValue: store.clickhouse },
        { provide: Store, useValue: store },
        { provide: WATERMARK, useValue: store },
        { provide: EVENT_LOG, useValue: log },
        { provide: GroupedInsertLog, useValue: log },
        { provide: KeyStore, useValue: keys },
        { provide: TenantStore, useValue: tenants },
        { provide: Sessions, useValue: sessions },
        { provide: METRICS, useValue: metrics },
        {
          provide: READINESS_CHECKS,
          useValue: [{ name: 'clickhouse', check: () => store.clickhouse.answers() }],
        },
      ]),
    ],
    providers: [{ provide: APP_GUARD, useValue: new AccessGuard(keys, sessions, operatorToken) }],
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
