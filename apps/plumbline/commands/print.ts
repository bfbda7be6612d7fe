/** Prints a result for a machine (one JSON document) or, by `text`, for a person. */
export function print<T>(json: boolean, value: T, text: (value: T) => string): void {
  process.stdout.write(`${json ? JSON.stringify(value) : text(value)}\n`);
}

/** Columns padded to their widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
