/** UTF-16 units of a list in one parameter: ClickHouse takes 128 KiB, and a unit is three bytes at most. */
const PARAMETER_LENGTH = 40_000;

/** A list of texts in lists that are short enough for a query's parameter each; none when there is no text. */
export function slicesByLength(texts: readonly string[], limit = PARAMETER_LENGTH): string[][] {
  const slices: string[][] = [];
  let length = limit;
  for (const text of texts) {
    // Quotes and a comma around each.
    const needed = text.length + 3;
    if (length + needed > limit) {
      slices.push([]);
      length = 0;
    }
    slices.at(-1)?.push(text);
    length += needed;
  }
  return slices;
}
