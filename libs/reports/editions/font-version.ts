import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform';

let version: string | null = null;

/** The first 16 digits of the SHA-256 over the files of `dashboards/fonts`. */
export function fontVersion(): string {
  if (version !== null) return version;
  const folder = join(projectRoot, 'dashboards', 'fonts');
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort())
    hash
      .update(name)
      .update('\0')
      .update(readFileSync(join(folder, name)))
      .update('\0');
  version = hash.digest('hex').slice(0, 16);
  return version;
}
