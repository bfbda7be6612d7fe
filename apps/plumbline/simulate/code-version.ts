import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The studies, the formulas with their definitions, and the statistics under them. */
const folders = ['.', '../../../libs/kpi', '../../../libs/statistics'].map((folder) =>
  join(import.meta.dirname, folder),
);

/** A hash of the code that makes tallies: what another version of it has finished is no part of this run. */
export function codeVersion(roots: readonly string[] = folders): string {
  const hash = createHash('sha256');
  for (const root of roots) {
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.[jt]s$/.test(file) && !/\.spec\.[jt]s$/.test(file))
      .sort();
    for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex').slice(0, 16);
}
