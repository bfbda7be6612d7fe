import type { Command } from 'commander';
import { createLogger, randomIds, settingsOfThisProcess, systemClock } from '#platform';
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
      const ended = new AbortController();
      const server = await up({
        settings,
        logger,
        clock: systemClock,
        ids: randomIds,
        onLost: () => {
          logger.fatal('another process took over the store; this one stops');
          process.exitCode = 1;
          ended.abort();
        },
      });
      process.stdout.write(
        `Plumbline listens on ${server.url} (API: ${server.url}/docs). Data: ${settings.dataDir}\n`,
      );
      if (server.firstKey) {
        process.stdout.write(
          `First start: the admin key of the tenant "default" is\n  ${server.firstKey.id}.${server.firstKey.secret}\nIt is told this once.\n`,
        );
      }
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended.abort());
      await new Promise<void>((resolve) => {
        ended.signal.addEventListener('abort', () => resolve(), { once: true });
      });
      await server.stop();
    });
}
