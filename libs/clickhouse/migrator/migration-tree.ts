import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform';
import { MigrationRefused } from './errors.ts';
import { splitStatements } from './split-statements.ts';

export interface Statement {
  /** From 1. */
  readonly index: number;
  /** With its placeholders, as in the file. */
  readonly template: string;
  /** SHA-256 of the template, so that one tree has the same sums on every kind of server. */
  readonly checksum: string;
}

export interface Migration {
  readonly number: number;
  /** `0001_create_events.sql` */
  readonly file: string;
  readonly statements: readonly Statement[];
}

export const migrationFolder: string = join(projectRoot, 'libs', 'clickhouse', 'migrations');

const FILE = /^(\d{4})_[a-z0-9]+(_[a-z0-9]+)+\.sql$/;

/** Statements of these kinds that run twice must say what happens the second time. */
const REPEATABLE: readonly { readonly kind: RegExp; readonly guard: RegExp; readonly say: string }[] = [
  {
    kind: /^CREATE\s/i,
    guard: /\bIF\s+NOT\s+EXISTS\b|\bOR\s+REPLACE\b/i,
    say: 'IF NOT EXISTS or OR REPLACE',
  },
  { kind: /^DROP\s/i, guard: /\bIF\s+EXISTS\b/i, say: 'IF EXISTS' },
  {
    kind: /\bADD\s+(COLUMN|INDEX|PROJECTION|CONSTRAINT)\b/i,
    guard: /\bIF\s+NOT\s+EXISTS\b/i,
    say: 'IF NOT EXISTS',
  },
  { kind: /\bDROP\s+(COLUMN|INDEX|PROJECTION|CONSTRAINT)\b/i, guard: /\bIF\s+EXISTS\b/i, say: 'IF EXISTS' },
];

/** Reads and checks a folder of migrations, lowest number first. @throws MigrationRefused */
export function readMigrations(folder: string = migrationFolder): Migration[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .toSorted();
  const migrations = files.map((file) => readMigration(folder, file));
  for (const [position, { number, file }] of migrations.entries()) {
    const before = migrations[position - 1];
    if (before?.number === number) {
      throw new MigrationRefused(`${before.file} and ${file} have the same number.`, file);
    }
    if (number !== (before?.number ?? 0) + 1) {
      throw new MigrationRefused(
        `${file} does not follow ${before?.file ?? 'the start'}: numbers have no gaps.`,
        file,
      );
    }
  }
  return migrations;
}

function readMigration(folder: string, file: string): Migration {
  const number = FILE.exec(file)?.[1];
  if (number === undefined) {
    throw new MigrationRefused(`${file} is not named NNNN_verb_noun.sql.`, file);
  }
  const statements = splitStatements(readFileSync(join(folder, file), 'utf8')).map((template, position) => ({
    index: position + 1,
    template,
    checksum: createHash('sha256').update(template).digest('hex'),
  }));
  if (statements.length === 0) throw new MigrationRefused(`${file} holds no statement.`, file);
  for (const { index, template } of statements) {
    const broken = REPEATABLE.find(({ kind, guard }) => kind.test(template) && !guard.test(template));
    if (broken) {
      throw new MigrationRefused(
        `Statement ${index} of ${file} cannot be run twice: it needs ${broken.say}.`,
        file,
      );
    }
  }
  return { number: Number(number), file, statements };
}
