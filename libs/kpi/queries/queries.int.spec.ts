import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CqrsModule, QueryBus } from '@nestjs/cqrs';
import { ClickHouse } from '#clickhouse';
import { createTestDatabase, type TestDatabase } from '../../../test/support/clickhouse.ts';
import { UnknownProgram } from '../inquiry.ts';
import { moment } from '../testing/history.ts';
import { EvidenceQuery } from './evidence.query.ts';
import { kpiQueryHandlers } from './handlers.ts';
import { KpiQuery } from './kpi.query.ts';
import { ScorecardQuery } from './scorecard.query.ts';

class AnsweringModule {}

let database: TestDatabase;
let app: INestApplicationContext;

beforeAll(async () => {
  database = await createTestDatabase();
  const module = {
    module: AnsweringModule,
    imports: [CqrsModule.forRoot()],
    providers: [{ provide: ClickHouse, useValue: database.clickhouse }, ...kpiQueryHandlers],
  };
  app = await NestFactory.createApplicationContext(module, { logger: false });
  await app.init();
});

afterAll(async () => {
  await app.close();
  await database.drop();
});

describe('KPI queries on the bus', () => {
  const clocks = { asOf: moment('2026-10-31'), knownBy: moment('2026-10-31') };

  it.each([
    new ScorecardQuery('default', 'nobody', clocks),
    new KpiQuery('default', 'nobody', 'skills-gain', clocks),
    new EvidenceQuery('default', 'nobody', 'skills-gain', clocks),
  ])('%p reaches its handler and the store', async (query) => {
    await expect(app.get(QueryBus).execute(query)).rejects.toBeInstanceOf(UnknownProgram);
  });
});
