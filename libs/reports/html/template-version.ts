import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform';

let version: string | null = null;

/** The first 16 digits of the SHA-256 over every file of `dashboards/`: templates, styles, charts and fonts. */
export function templateVersion(): string {
  if (version !== null) return version;
  const folder = join(projectRoot, 'dashboards');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256');
  for (const file of files)
    hash.update(file.slice(folder.length)).update('\0').update(readFileSync(file)).update('\0');
  version = hash.digest('hex').slice(0, 16);
  return version;
}
