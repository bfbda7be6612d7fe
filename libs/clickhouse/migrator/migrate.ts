import { ClickHouse } from '../client/clickhouse.ts';
import type { DatabaseAddress } from '../client/server-address.ts';
import { MigrationFailed, MigrationRefused } from './errors.ts';
import { createLedger, hasLedger, readLedger, writeEntry, type Entry } from './ledger.ts';
import { migrationFolder, readMigrations, type Migration, type Statement } from './migration-tree.ts';
import { fillPlaceholders, quoteIdentifier, type EngineParameters } from './placeholders.ts';

/** One statement, before (`run`) and after (`ran`) it is executed, and after it is in the ledger (`recorded`). */
export interface MigrationStep {
  readonly file: string;
  readonly statement: number;
  readonly of: number;
  readonly phase: 'run' | 'ran' | 'recorded';
}

export interface MigrateOptions {
  readonly folder?: string;
  readonly engineParameters?: EngineParameters;
  readonly onStep?: (step: MigrationStep) => void | Promise<void>;
}

export interface MigrationReport {
  /** Statements that this call executed. */
  readonly applied: readonly { readonly file: string; readonly statement: number }[];
  /** Statements that were there before. */
  readonly alreadyApplied: number;
}

export interface MigrationStatus {
  readonly number: number;
  readonly file: string;
  /** `partly`: stopped in the middle; the next migrate goes on there. */
  readonly state: 'applied' | 'partly' | 'pending';
  readonly statements: { readonly applied: number; readonly total: number };
  /** RFC 3339, of the last applied statement. */
  readonly appliedAt: string | null;
}

/**
 * Brings a database to the state of the migration tree; makes the database when it is missing. Killed anywhere, the next
 * call goes on after the last recorded statement. Two at once may both run a statement: each can be run twice.
 * @throws MigrationRefused, MigrationFailed
 */
export async function migrate(
  address: DatabaseAddress,
  options: MigrateOptions = {},
): Promise<MigrationReport> {
  const migrations = readMigrations(options.folder ?? migrationFolder);
  const engine = options.engineParameters ?? {};
  await createDatabase(address, engine);
  await using clickhouse = ClickHouse.connect(address);
  await createLedger(clickhouse, engine);
  const done = verified(migrations, await readLedger(clickhouse));

  const applied: { file: string; statement: number }[] = [];
  for (const migration of migrations) {
    for (const statement of migration.statements) {
      if (done.has(key(migration.number, statement.index))) continue;
      await apply(clickhouse, migration, statement, options);
      applied.push({ file: migration.file, statement: statement.index });
    }
  }
  return { applied, alreadyApplied: done.size };
}

/** What of the tree the database has; changes nothing. @throws MigrationRefused */
export async function migrationStatus(
  address: DatabaseAddress,
  options: Pick<MigrateOptions, 'folder'> = {},
): Promise<MigrationStatus[]> {
  const migrations = readMigrations(options.folder ?? migrationFolder);
  // The database that is asked about may not exist yet, and nobody can connect to one that does not.
  await using system = ClickHouse.connect({ ...address, database: 'system' });
  const present = await hasLedger(system, address.database);
  await using clickhouse = ClickHouse.connect(address);
  const done = verified(migrations, present ? await readLedger(clickhouse) : []);
  return migrations.map(({ number, file, statements }) => {
    const entries = statements.flatMap(({ index }) => done.get(key(number, index)) ?? []);
    const total = statements.length;
    return {
      number,
      file,
      state: entries.length === total ? 'applied' : entries.length > 0 ? 'partly' : 'pending',
      statements: { applied: entries.length, total },
      appliedAt:
        entries
          .map(({ appliedAt }) => appliedAt)
          .toSorted()
          .at(-1) ?? null,
    };
  });
}

async function createDatabase(address: DatabaseAddress, engine: EngineParameters): Promise<void> {
  await using system = ClickHouse.connect({ ...address, database: 'system' });
  const name = quoteIdentifier(address.database);
  const template = `CREATE DATABASE IF NOT EXISTS ${name} \${onCluster} ENGINE = Atomic`;
  await system.command('migrate.database', fillPlaceholders(template, 'the database', engine));
}

async function apply(
  clickhouse: ClickHouse,
  { number, file, statements }: Migration,
  statement: Statement,
  { onStep, engineParameters }: MigrateOptions,
): Promise<void> {
  const step = { file, statement: statement.index, of: statements.length };
  const sql = fillPlaceholders(statement.template, file, engineParameters ?? {});
  await onStep?.({ ...step, phase: 'run' });
  try {
    await clickhouse.command(`migrate.${file}.${statement.index}`, sql);
    await onStep?.({ ...step, phase: 'ran' });
    await writeEntry(clickhouse, { number, file, statements }, statement);
  } catch (error) {
    throw new MigrationFailed(file, statement.index, { cause: error });
  }
  await onStep?.({ ...step, phase: 'recorded' });
}

/** The ledger by statement, after it was found to tell of this very tree. */
function verified(migrations: readonly Migration[], entries: readonly Entry[]): Map<string, Entry> {
  const byNumber = new Map(migrations.map((migration) => [migration.number, migration]));
  const done = new Map<string, Entry>();
  for (const entry of entries) {
    const migration = byNumber.get(entry.number);
    if (!migration) {
      throw new MigrationRefused(
        `The database has ${entry.file}, which is not among these migrations: a newer version made it.`,
        entry.file,
      );
    }
    const statement = migration.statements.find(({ index }) => index === entry.statement);
    if (statement?.checksum !== entry.checksum) {
      throw new MigrationRefused(
        `Statement ${entry.statement} of ${migration.file} was changed after it was applied at ${entry.appliedAt}; ` +
          'an applied migration stays as it is, and a new one makes the change.',
        migration.file,
      );
    }
    done.set(key(entry.number, entry.statement), entry);
  }
  return done;
}

function key(number: number, statement: number): string {
  return `${number}/${statement}`;
}
