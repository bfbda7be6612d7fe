import { mkdtempSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Process ids are told apart by host: machines and containers may share a temporary folder. */
const PREFIX = `plumbline-browser-${hostname().replaceAll(/[^A-Za-z0-9]/g, '_')}-`;
const owner = new RegExp(`^${PREFIX}(\\d+)-`);

/** Of this process; after a restart under the same id, what is not listed here is of the one before. */
const own = new Set<string>();

/** A new, empty profile folder for a browser, named after the process that it belongs to. */
export function createProfile(): string {
  const profile = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  own.add(profile);
  return profile;
}

export async function removeProfile(profile: string): Promise<void> {
  await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  own.delete(profile);
}

/** Removes the profiles of processes that were killed before they could. */
export async function sweepProfiles(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = owner.exec(name)?.[1];
    const profile = join(tmpdir(), name);
    const isLeft =
      pid !== undefined && (Number(pid) === process.pid ? !own.has(profile) : !isAlive(Number(pid)));
    if (isLeft) await rm(profile, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // a process of another user is there, and may not be signalled
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
