// The compiled product under a clock that its parent moves, in a process of its own so that it can be killed.
import { createLogger, randomIds, readSettings, SettableClock } from '../../dist/libs/platform/index.js';
import { up } from '../../dist/apps/plumbline/up/up.js';

const [dataDir, startsAt, clickhouseUrl = ''] = process.argv.slice(2);
const clock = new SettableClock(startsAt);
const server = await up({
  settings: readSettings({
    PLUMBLINE_DATA_DIR: dataDir,
    PLUMBLINE_PORT: '0',
    PLUMBLINE_CLICKHOUSE_URL: clickhouseUrl,
  }),
  logger: createLogger('silent'),
  clock,
  ids: randomIds,
  onLost: () => process.exit(1),
});
process.on('message', (moment) => {
  clock.advanceTo(moment);
  process.send({ now: clock.now() });
});
process.on('disconnect', () => process.exit(0));
process.send({
  url: server.url,
  operatorToken: server.operatorToken,
  clickhousePid: server.store.embedded?.pid,
});
