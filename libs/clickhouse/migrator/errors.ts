/** The migration tree itself, or the tree against what the database says was applied, is not in order. */
export class MigrationRefused extends Error {
  /** The file's name, where one file is at fault. */
  readonly file: string | undefined;

  constructor(message: string, file?: string) {
    super(message);
    this.name = 'MigrationRefused';
    this.file = file;
  }
}

/** A statement of a migration failed; what came before it stays applied and is not run again. */
export class MigrationFailed extends Error {
  readonly file: string;
  /** Counted from 1 within the file. */
  readonly statement: number;

  constructor(file: string, statement: number, options: ErrorOptions) {
    const reason = options.cause instanceof Error ? ` ${options.cause.message}` : '';
    super(`Statement ${statement} of ${file} failed.${reason}`, options);
    this.name = 'MigrationFailed';
    this.file = file;
    this.statement = statement;
  }
}
