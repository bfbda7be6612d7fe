import { z } from 'zod';

const integer = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(minimum, `must be at least ${minimum}`).max(maximum, `must be at most ${maximum}`));

const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;

/** One setting: how it is read, its default as it would be written, and what it is for. */
interface Setting<T extends z.ZodType> {
  readonly schema: T;
  readonly default?: string;
  readonly about: string;
}

const setting = <T extends z.ZodType>(schema: T, about: string, fallback?: string): Setting<T> => ({
  schema,
  about,
  ...(fallback === undefined ? {} : { default: fallback }),
});

/** Every setting there is, by the environment variable that holds it. `.env.example` is made from this. */
export const SETTINGS = {
  PLUMBLINE_DATA_DIR: setting(
    z.string().min(1),
    'Where the embedded ClickHouse, its logs and the local credentials live.',
    './data',
  ),
  PLUMBLINE_HOST: setting(
    z.string().min(1),
    'The address to listen on. 127.0.0.1 is this machine alone; 0.0.0.0 is every interface.',
    '127.0.0.1',
  ),
  PLUMBLINE_PORT: setting(integer(0, 65_535), 'The port to listen on; 0 takes a free one.', '8080'),
  PLUMBLINE_CLICKHOUSE_URL: setting(
    z.url({ protocol: /^https?$/, message: 'must be an http:// or https:// URL' }),
    'A ClickHouse server, with user and password: http://plumbline:secret@clickhouse:8123. Absent: the embedded one is started.',
  ),
  PLUMBLINE_CLICKHOUSE_DATABASE: setting(
    z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/, 'must be a plain identifier'),
    'The database that holds the log and the facts; it is made when it is not there.',
    'plumbline',
  ),
  PLUMBLINE_CLICKHOUSE_MEMORY: setting(
    integer(512, 1_048_576),
    'MiB of memory that the embedded ClickHouse may use at most.',
    '4096',
  ),
  PLUMBLINE_MAX_BODY: setting(
    // Beyond 256 the text of one body nears the longest string there is, and its value the memory of a process.
    integer(1, 256),
    'MiB of a request body at most, JSON or other; a larger one is answered 413.',
    '16',
  ),
  PLUMBLINE_XAPI_VERSION: setting(
    z.enum(['1.0.3', '2.0.0']),
    'The xAPI version that an answer names when the request asked for none, which is refused in both.',
    '2.0.0',
  ),
  PLUMBLINE_MAX_ATTACHMENT: setting(
    integer(1, 1_048_576),
    'MiB of the content of one xAPI attachment at most; it is kept piece by piece, never whole in memory. A larger one is answered 413.',
    '256',
  ),
  PLUMBLINE_PUBLIC_URL: setting(
    z
      .url({ protocol: /^https?$/, message: 'must be an http:// or https:// URL' })
      .transform((url) => url.replace(/\/+$/, '')),
    'Where clients reach this server, when that is not where its requests say: https://metrics.example.org. It stands in the launch URLs of cmi5.',
  ),
  PLUMBLINE_CMI5_SESSION_HOURS: setting(
    integer(1, 720),
    'Hours for which the credentials of a cmi5 session are good, from its launch on.',
    '24',
  ),
  PLUMBLINE_MAX_ATTACHMENTS: setting(
    integer(1, 100_000),
    'Contents of xAPI attachments that one request may bring at most; more are answered 413.',
    '5000',
  ),
  PLUMBLINE_MAX_ATTACHMENT_SUM: setting(
    integer(1, 1_048_576),
    'MiB of the contents of all xAPI attachments of one request at most, PLUMBLINE_MAX_ATTACHMENT or more; larger ones are answered 413.',
    '1024',
  ),
  PLUMBLINE_MAX_STATEMENTS: setting(
    // A request is stored by one insert, and twice as many events may wait.
    integer(1, 10_000),
    'xAPI statements of one request at most; more are answered 413.',
    '1000',
  ),
  PLUMBLINE_MAX_DEPTH: setting(
    // The standard itself nests to 12; every reader behind this one recurses.
    integer(20, 500),
    'Objects and arrays inside one another in a JSON body at most; a deeper one is answered 413.',
    '100',
  ),
  PLUMBLINE_MAX_STRING: setting(
    integer(4, 262_144),
    'KiB (1,024 characters in UTF-16) of one string or key in a JSON body at most; a longer one is answered 413.',
    '1024',
  ),
  PLUMBLINE_CHROMIUM: setting(
    z.string().min(1),
    'The Chromium that typesets reports. Absent: one of this machine, else the packaged one.',
  ),
  PLUMBLINE_LOG_LEVEL: setting(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    'How much is logged.',
    'info',
  ),
} as const;

/** Promised names whose part is not built: setting one must not look as if it worked. */
const NOT_YET: Readonly<Record<string, string>> = {
  PLUMBLINE_KAFKA_BROKERS: 'Kafka is not supported by this version; unset it.',
  PLUMBLINE_SMTP_URL: 'Mail delivery is not supported by this version; unset it.',
};

/** Injection token of the {@link Settings}. */
export const SETTINGS_TOKEN = Symbol('Settings');

export interface Settings {
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** Null: the embedded ClickHouse. */
  readonly clickhouseUrl: string | null;
  readonly clickhouseDatabase: string;
  readonly clickhouseMemoryBytes: number;
  readonly maxBodyBytes: number;
  readonly xapiVersion: '1.0.3' | '2.0.0';
  readonly maxAttachmentBytes: number;
  /** without a slash at its end; null: where a request says that it went */
  readonly publicUrl: string | null;
  readonly cmi5SessionHours: number;
  /** Contents of attachments in one request. */
  readonly maxAttachments: number;
  /** Of all of them together. */
  readonly maxAttachmentSumBytes: number;
  readonly maxStatements: number;
  readonly maxDepth: number;
  /** UTF-16 code units. */
  readonly maxStringLength: number;
  readonly chromium: string | null;
  readonly logLevel: string;
}

/** All that is wrong with the settings, told at once. */
export class SettingsError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The settings are not usable:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'SettingsError';
  }
}

/** Reads the settings from environment variables. Throws {@link SettingsError} with every fault. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const faults: string[] = [];
  const read = <T extends z.ZodType>(
    name: string,
    { schema, default: fallback }: Setting<T>,
  ): z.output<T> | null => {
    const text = environment[name] === undefined || environment[name] === '' ? fallback : environment[name];
    if (text === undefined) return null;
    const parsed = schema.safeParse(text);
    if (parsed.success) return parsed.data;
    faults.push(
      `${name}: ${parsed.error.issues.map((issue) => issue.message).join('; ')} (it is ${JSON.stringify(text)})`,
    );
    return null;
  };
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('PLUMBLINE_') || name in SETTINGS || name.startsWith('PLUMBLINE_TEST_')) continue;
    faults.push(`${name}: ${NOT_YET[name] ?? 'is not a setting; see .env.example for those there are.'}`);
  }
  const settings: Settings = {
    dataDir: read('PLUMBLINE_DATA_DIR', SETTINGS.PLUMBLINE_DATA_DIR) ?? '',
    host: read('PLUMBLINE_HOST', SETTINGS.PLUMBLINE_HOST) ?? '',
    port: read('PLUMBLINE_PORT', SETTINGS.PLUMBLINE_PORT) ?? 0,
    clickhouseUrl: read('PLUMBLINE_CLICKHOUSE_URL', SETTINGS.PLUMBLINE_CLICKHOUSE_URL),
    clickhouseDatabase: read('PLUMBLINE_CLICKHOUSE_DATABASE', SETTINGS.PLUMBLINE_CLICKHOUSE_DATABASE) ?? '',
    clickhouseMemoryBytes:
      (read('PLUMBLINE_CLICKHOUSE_MEMORY', SETTINGS.PLUMBLINE_CLICKHOUSE_MEMORY) ?? 0) * MEBIBYTE,
    maxBodyBytes: (read('PLUMBLINE_MAX_BODY', SETTINGS.PLUMBLINE_MAX_BODY) ?? 0) * MEBIBYTE,
    xapiVersion: read('PLUMBLINE_XAPI_VERSION', SETTINGS.PLUMBLINE_XAPI_VERSION) ?? '2.0.0',
    maxAttachmentBytes: (read('PLUMBLINE_MAX_ATTACHMENT', SETTINGS.PLUMBLINE_MAX_ATTACHMENT) ?? 0) * MEBIBYTE,
    publicUrl: read('PLUMBLINE_PUBLIC_URL', SETTINGS.PLUMBLINE_PUBLIC_URL),
    cmi5SessionHours: read('PLUMBLINE_CMI5_SESSION_HOURS', SETTINGS.PLUMBLINE_CMI5_SESSION_HOURS) ?? 0,
    maxAttachments: read('PLUMBLINE_MAX_ATTACHMENTS', SETTINGS.PLUMBLINE_MAX_ATTACHMENTS) ?? 0,
    maxAttachmentSumBytes:
      (read('PLUMBLINE_MAX_ATTACHMENT_SUM', SETTINGS.PLUMBLINE_MAX_ATTACHMENT_SUM) ?? 0) * MEBIBYTE,
    maxStatements: read('PLUMBLINE_MAX_STATEMENTS', SETTINGS.PLUMBLINE_MAX_STATEMENTS) ?? 0,
    maxDepth: read('PLUMBLINE_MAX_DEPTH', SETTINGS.PLUMBLINE_MAX_DEPTH) ?? 0,
    maxStringLength: (read('PLUMBLINE_MAX_STRING', SETTINGS.PLUMBLINE_MAX_STRING) ?? 0) * KIBIBYTE,
    chromium: read('PLUMBLINE_CHROMIUM', SETTINGS.PLUMBLINE_CHROMIUM),
    logLevel: read('PLUMBLINE_LOG_LEVEL', SETTINGS.PLUMBLINE_LOG_LEVEL) ?? 'info',
  };
  if (faults.length === 0 && settings.maxAttachmentSumBytes < settings.maxAttachmentBytes)
    faults.push(
      `PLUMBLINE_MAX_ATTACHMENT_SUM: must be at least PLUMBLINE_MAX_ATTACHMENT, which is ${settings.maxAttachmentBytes / MEBIBYTE}`,
    );
  if (faults.length > 0) throw new SettingsError(faults);
  return settings;
}

/** The settings of this process. The only reader of the environment. */
export function settingsOfThisProcess(): Settings {
  return readSettings(process.env);
}

/** The text of `.env.example`: every setting with its default, or commented out where there is none. */
export function environmentExample(): string {
  const entries = Object.entries<Setting<z.ZodType>>(SETTINGS).map(
    ([name, { about, default: fallback }]) =>
      `# ${about}\n${fallback === undefined ? `# ${name}=` : `${name}=${fallback}`}\n`,
  );
  return `# Settings of Plumbline, as environment variables. Made from libs/platform/config/settings.ts by \`npm run generate\`.\n\n${entries.join('\n')}`;
}
