import { Controller, Get, Inject, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ClickHouse, migrationStatus, type MigrationStatus } from '#clickhouse';
import { GroupedInsertLog, Reconciliation, type RebuiltFact } from '#event-log';
import { OperatorOnly } from '#platform';

/** What only the owner of the store may ask of a running server. */
@ApiExcludeController()
@Controller('operator')
@OperatorOnly()
export class MaintenanceController {
  constructor(
    @Inject(ClickHouse) private readonly clickhouse: ClickHouse,
    @Inject(GroupedInsertLog) private readonly log: GroupedInsertLog,
  ) {}

  @Get('migrations')
  async migrations(): Promise<{ migrations: MigrationStatus[] }> {
    return { migrations: await migrationStatus(this.clickhouse.address) };
  }

  /** Makes the facts anew from the log while nothing is appended. */
  @Post('rebuild')
  async rebuild(): Promise<{ facts: RebuiltFact[] }> {
    return { facts: await this.log.exclusively(() => new Reconciliation(this.clickhouse).rebuild()) };
  }
}
