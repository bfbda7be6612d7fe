import { Inject, Module, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { ClickHouse } from '#clickhouse';
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
  type Watermark,
  searchPath,
} from '#platform';
import { ChromiumReportRenderer, EditionStore, ReportPress, SnapshotLoader } from '#reports';
import { DashboardsController, ReportsController } from '#reports/http';

/** Numbers as documents: editions made in the background, and pages. */
@Module({
  controllers: [ReportsController, DashboardsController],
  providers: [
    {
      provide: EditionStore,
      inject: [ClickHouse],
      useFactory: (clickhouse: ClickHouse) => new EditionStore(clickhouse),
    },
    {
      provide: SnapshotLoader,
      inject: [ClickHouse, WATERMARK],
      useFactory: (clickhouse: ClickHouse, watermark: Watermark) => new SnapshotLoader(clickhouse, watermark),
    },
    {
      provide: ChromiumReportRenderer,
      inject: [SETTINGS_TOKEN],
      useFactory: ({ chromium }: Settings) =>
        new ChromiumReportRenderer({ chromium, searchPath: searchPath() }),
    },
    {
      provide: ReportPress,
      inject: [EditionStore, SnapshotLoader, ChromiumReportRenderer, CLOCK, ID_SOURCE, LOGGER],
      useFactory: (
        editions: EditionStore,
        source: SnapshotLoader,
        renderer: ChromiumReportRenderer,
        clock: Clock,
        ids: IdSource,
        logger: Logger,
      ) => new ReportPress(editions, source, renderer, clock, ids, logger),
    },
  ],
})
export class ReportsModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @Inject(ReportPress) private readonly press: ReportPress,
    @Inject(ChromiumReportRenderer) private readonly renderer: ChromiumReportRenderer,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.press.recover();
  }

  /** The edition under way is finished first; no browser stays behind. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.press.stop();
    await this.renderer.stop();
  }
}
