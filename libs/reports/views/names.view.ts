import { clipped } from '../narrative/words.ts';

/** What stands in a cell for a name that the reader's key does not give. */
const NOT_SHOWN = 'not shown';

/** A name as a cell has it; null: the reader has not the scope `people`. */
export function nameCell(name: string | null, length: number): string {
  return name === null ? NOT_SHOWN : clipped(name, length);
}

/** A caption that says, where names are left out, what would show them. */
export function captionOfNames(caption: string, names: readonly (string | null)[]): string {
  return names.includes(null) ? `${caption}; names need the scope people` : caption;
}
