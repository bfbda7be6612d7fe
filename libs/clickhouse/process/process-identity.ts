import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';

/**
 * What names one process for good. A pid alone does not: it is given to another process later, after a reboot,
 * and in every container again.
 */
export const processIdentity = z.object({
  pid: z.int().positive(),
  host: z.string(),
  /** The boot and pid namespace that the pid counts in; empty where the platform does not tell. */
  pidSpace: z.string(),
  /** When the process started, in the platform's own words; empty where it does not tell. */
  started: z.string(),
});
export type ProcessIdentity = z.infer<typeof processIdentity>;

/** The identity of a process of this machine; by default the current one. */
export function identityOf(pid: number = process.pid): ProcessIdentity {
  return { pid, host: hostname(), pidSpace: pidSpace(), started: startOf(pid) };
}

/** `elsewhere`: on another host, or in another container, where nobody here can look. */
export function fateOf(identity: ProcessIdentity): 'alive' | 'dead' | 'elsewhere' {
  if (identity.host !== hostname()) return 'elsewhere';
  if (identity.pidSpace !== pidSpace()) return sameBoot(identity.pidSpace) ? 'elsewhere' : 'dead';
  if (!exists(identity.pid)) return 'dead';
  return startOf(identity.pid) === identity.started ? 'alive' : 'dead';
}

function pidSpace(): string {
  if (process.platform !== 'linux') return '';
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
}

function sameBoot(space: string): boolean {
  return space.split(' ')[0] === pidSpace().split(' ')[0];
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'; // another user's, but there
  }
}

function startOf(pid: number): string {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // proc(5): the command may hold blanks and parentheses, so fields count from the last one; field 22 is starttime.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? 'zombie' : (fields[19] ?? '');
    } catch {
      return ''; // the process is gone
    }
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return ''; // the process is gone
  }
}
