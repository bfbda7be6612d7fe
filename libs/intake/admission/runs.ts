/**
 * Events in their order, cut where one touches an identity that an earlier one of the same run has touched: it must be
 * judged against what that one left behind, and so after it was stored.
 */
export function runsOf<T>(items: readonly T[], touched: (item: T) => readonly string[]): T[][] {
  const runs: T[][] = [];
  const inRun = new Set<string>();
  for (const item of items) {
    const identities = touched(item);
    const current = runs.at(-1);
    if (current === undefined || identities.some((identity) => inRun.has(identity))) {
      runs.push([item]);
      inRun.clear();
    } else current.push(item);
    for (const identity of identities) inRun.add(identity);
  }
  return runs;
}
