import type { Command } from 'commander';
import { createLogger, randomIds, settingsOfThisProcess, systemClock } from '#platform';
import { untilStopped } from '#server';
import { up } from '../up/up.ts';

export function addUp(program: Command): void {
  program
    .command('up')
    .description(
      'Run everything in one process, on the embedded ClickHouse unless PLUMBLINE_CLICKHOUSE_URL is set.',
    )
    .action(async () => {
      const settings = settingsOfThisProcess();
      const logger = createLogger(settings.logLevel);
      await untilStopped(async (onLost) => {
        const server = await up({ settings, logger, clock: systemClock, ids: randomIds, onLost });
        const { url, firstKey } = server;
        process.stdout.write(`Plumbline listens on ${url} (API: ${url}/docs). Data: ${settings.dataDir}\n`);
        if (firstKey) {
          process.stdout.write(
            `First start: the admin key of the tenant "default" is\n  ${firstKey.id}.${firstKey.secret}\nIt is told this once.\n`,
          );
        }
        return server;
      }, logger);
    });
}
