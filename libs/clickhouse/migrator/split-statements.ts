/**
 * Cuts SQL at each `;` that ends a line, outside quotes and comments. Comments are left out of the statements, so that
 * rewording one does not change a checksum; everything else is kept as written, without blank lines and trailing blanks.
 */
export function splitStatements(sql: string): string[] {
  const statements: string[] = [];
  let current = '';
  let at = 0;
  while (at < sql.length) {
    const rest = tokenAt(sql, at);
    if (rest.kind === 'end') {
      statements.push(current);
      current = '';
    } else if (rest.kind === 'code') {
      current += sql.slice(at, rest.to);
    } else {
      current += ' '; // a comment separates words
    }
    at = rest.to;
  }
  statements.push(current);
  return statements.map(tidy).filter((statement) => statement !== '');
}

interface Token {
  readonly kind: 'code' | 'comment' | 'end';
  readonly to: number;
}

function tokenAt(sql: string, at: number): Token {
  const char = sql[at] ?? '';
  if (char === "'" || char === '"' || char === '`') return { kind: 'code', to: endOfQuote(sql, at, char) };
  if (sql.startsWith('--', at)) return { kind: 'comment', to: indexOrEnd(sql, '\n', at) };
  if (sql.startsWith('/*', at)) return { kind: 'comment', to: indexOrEnd(sql, '*/', at + 2, 2) };
  if (char === '$') {
    const heredoc = /^\$\w*\$/.exec(sql.slice(at, at + 64))?.[0];
    if (heredoc) {
      return { kind: 'code', to: indexOrEnd(sql, heredoc, at + heredoc.length, heredoc.length) };
    }
  }
  if (char === ';' && endsLine(sql, at + 1)) return { kind: 'end', to: at + 1 };
  return { kind: 'code', to: at + 1 };
}

/** Both ways of ClickHouse to have a quote in a quote: a backslash before it, or the quote twice. */
function endOfQuote(sql: string, start: number, quote: string): number {
  let at = start + 1;
  while (at < sql.length) {
    if (sql[at] === '\\') at += 2;
    else if (sql[at] !== quote) at += 1;
    else if (sql[at + 1] === quote) at += 2;
    else return at + 1;
  }
  return sql.length;
}

/** A comment may follow the `;` on its line. */
function endsLine(sql: string, at: number): boolean {
  const line = sql.slice(at, indexOrEnd(sql, '\n', at)).trim();
  return line === '' || line.startsWith('--') || line.startsWith('/*');
}

function indexOrEnd(sql: string, needle: string, from: number, past = 0): number {
  const index = sql.indexOf(needle, from);
  return index === -1 ? sql.length : index + past;
}

function tidy(statement: string): string {
  return statement
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .join('\n')
    .trim();
}
