import { APP_GUARD } from '@nestjs/core';
import type { DynamicModule } from '@nestjs/common';
import { Registry } from 'prom-client';
import { AccessGuard, KeyStore, Sessions, SignInController } from '#access';
import { ClickHouse } from '#clickhouse';
import { Store } from '#event-log';
import {
  CLOCK,
  createLogger,
  ID_SOURCE,
  LOGGER,
  randomIds,
  SETTINGS_TOKEN,
  settingsOfThisProcess,
  systemClock,
  WATERMARK,
} from '#platform';
import {
  createHttpApp,
  globalProviders,
  METRICS,
  OperationsController,
  READINESS_CHECKS,
} from '#platform/http';
import { ReportsModule } from './reports.module.ts';

/**
 * Reports and dashboards in a process of their own, on the ClickHouse server that the writer of the log uses. `plumbline
 * up` has them already: of one store, one process makes the reports.
 */
const settings = settingsOfThisProcess();
if (settings.clickhouseUrl === null) {
  process.stderr.write('Reports in a process of their own need PLUMBLINE_CLICKHOUSE_URL.\n');
  process.exit(2);
}
const logger = createLogger(settings.logLevel);
await using store = await Store.open({ settings, logger, clock: systemClock, ids: randomIds });
const keys = new KeyStore(store.clickhouse, systemClock, randomIds);
const sessions = new Sessions(randomIds.secret(32));
const module: DynamicModule = {
  module: class ReportsProcess {},
  imports: [
    ReportsModule,
    globalProviders([
      { provide: SETTINGS_TOKEN, useValue: settings },
      { provide: LOGGER, useValue: logger },
      { provide: CLOCK, useValue: systemClock },
      { provide: ID_SOURCE, useValue: randomIds },
      { provide: ClickHouse, useValue: store.clickhouse },
      { provide: WATERMARK, useValue: store },
      { provide: KeyStore, useValue: keys },
      { provide: Sessions, useValue: sessions },
      { provide: METRICS, useValue: new Registry() },
      {
        provide: READINESS_CHECKS,
        useValue: [{ name: 'clickhouse', check: () => store.clickhouse.answers() }],
      },
    ]),
  ],
  controllers: [SignInController, OperationsController],
  // nobody is told the operator's token of this process: it has no operator
  providers: [{ provide: APP_GUARD, useValue: new AccessGuard(keys, sessions, randomIds.secret(32)) }],
};
const app = await createHttpApp(module, { logger, maxBodyBytes: settings.maxBodyBytes });
await app.listen(settings.port, settings.host);
logger.info({ url: await app.getUrl() }, 'reports are served');
await new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
});
await app.close();
