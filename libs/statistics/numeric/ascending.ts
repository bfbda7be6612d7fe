/** A sorted copy. Typed arrays sort by number, and several times faster than arrays with a comparator. */
export function ascending(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values).sort();
}
