import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

/** JSON lines on standard error: standard output belongs to what a command prints. Secrets never reach it. */
export function createLogger(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['req.headers.authorization', 'req.headers.cookie', 'secret', 'password'],
    },
    pino.destination({ fd: 2, sync: true }),
  );
}

/** Injection token of the {@link Logger}. */
export const LOGGER = Symbol('Logger');
