import { createLogger, randomIds, settingsOfThisProcess, systemClock } from '#platform';
import { serve, type ServeOptions, type Server } from './serve.ts';

type ProcessOptions = Pick<
  ServeOptions,
  'modules' | 'writes' | 'prepare' | 'routedUrl' | 'crossOrigin' | 'unreadHeaders'
>;

/** Runs one process of the product until SIGINT or SIGTERM, with the settings of the environment. For a main. */
export async function runProcess(name: string, options: ProcessOptions): Promise<void> {
  const settings = settingsOfThisProcess();
  const logger = createLogger(settings.logLevel);
  await untilStopped(async (onLost) => {
    const server = await serve({ ...options, settings, logger, clock: systemClock, ids: randomIds, onLost });
    process.stdout.write(`Plumbline ${name} listens on ${server.url}\n`);
    return server;
  }, logger);
}

/** Starts a server and stops it when a signal asks for it, or when another process has taken over its store. */
export async function untilStopped(
  start: (onLost: () => void) => Promise<Pick<Server, 'stop'>>,
  logger: { fatal(message: string): void },
): Promise<void> {
  const ended = new AbortController();
  // Before the start: a signal that comes while ClickHouse starts is answered by an orderly stop too.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended.abort());
  const server = await start(() => {
    logger.fatal('another process took over the store; this one stops');
    process.exitCode = 1;
    ended.abort();
  });
  if (!ended.signal.aborted) {
    await new Promise<void>((resolve) => {
      ended.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
  await server.stop();
}
