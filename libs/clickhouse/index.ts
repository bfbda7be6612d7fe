export * from './client/server-address.ts';
export * from './client/errors.ts';
export * from './client/named-query.ts';
export { slicesByLength } from './client/slices.ts';
export {
  ClickHouse,
  type ConnectOptions,
  type InsertOptions,
  type QueryContext,
  type Settings,
} from './client/clickhouse.ts';
export { EmbeddedServer, type EmbeddedServerOptions, type ServerLogger } from './embedded/embedded-server.ts';
export { DataDirectoryHeld, type Holder } from './embedded/data-directory-lock.ts';
export { EmbeddedServerFailed } from './embedded/server-child.ts';
export {
  migrate,
  migrationStatus,
  type MigrateOptions,
  type MigrationReport,
  type MigrationStatus,
  type MigrationStep,
} from './migrator/migrate.ts';
export { MigrationFailed, MigrationRefused } from './migrator/errors.ts';
export type { EngineParameters } from './migrator/placeholders.ts';
export { StoreLease, StoreHeld, LeaseLost, type LeaseOptions } from './lease/store-lease.ts';
export { readWatermark } from './lease/lease-rows.ts';
export { RowBinaryReader } from './client/row-binary-reader.ts';
export { encodeRowBinary, type Columns, type RowOf } from './client/row-binary.ts';
export { EVENT_COLUMNS, LOG_TABLES, STATEMENT_COLUMNS, logTableOf, type LogTable } from './log-table.ts';
