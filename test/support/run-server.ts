import type { EmbeddedServer } from '#clickhouse';

/** What global setup started and global teardown ends; jest loads the two as separate module graphs. */
export interface RunServer {
  readonly server: EmbeddedServer;
  readonly folder: string;
}

declare global {
  var plumblineRunServer: RunServer | undefined;
}
