/** Reads an index that the caller knows to be inside; outside is a fault of this library, not of the data. */
export function at<T>(values: ArrayLike<T>, index: number): T {
  const value = values[index];
  if (value === undefined) throw new RangeError(`Index ${index} is outside 0..${values.length - 1}.`);
  return value;
}
