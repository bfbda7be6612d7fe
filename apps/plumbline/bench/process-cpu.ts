import { existsSync, readFileSync } from 'node:fs';

/** Of Linux, on every machine this runs on (USER_HZ). */
const TICKS_PER_SECOND = 100;

/** Seconds of processor time that a process has used; null where the system does not keep them in /proc. */
export function processorSeconds(pid: number | undefined): number | null {
  const file = `/proc/${pid}/stat`;
  if (pid === undefined || !existsSync(file)) return null;
  // Fields after the command's closing bracket: state is the first, utime and stime the 12th and 13th (proc(5)).
  const text = readFileSync(file, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
