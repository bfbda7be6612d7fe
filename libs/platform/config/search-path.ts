/** The folders in which programs of this machine lie, as the process was given them. */
export function searchPath(): string {
  return process.env['PATH'] ?? '';
}
