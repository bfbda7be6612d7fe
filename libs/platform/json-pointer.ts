/** RFC 6901: the path of keys and indexes as a JSON Pointer; the whole document is `""`. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
