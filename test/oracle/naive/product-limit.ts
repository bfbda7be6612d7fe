/**
 * Quantiles of a time to an event by Kaplan and Meier: the first time by which the share is reached, in the middle of the step
 * where the curve lies exactly on it (as R's survfit has it); null: not reached.
 */
export function productLimit(
  observations: readonly { readonly time: number; readonly event: boolean }[],
): (share: number) => number | null {
  const times = [...new Set(observations.flatMap(({ time, event }) => (event ? [time] : [])))];
  const steps: { time: number; survival: number }[] = [];
  let survival = 1;
  for (const time of times.sort((a, b) => a - b)) {
    const atRisk = observations.filter((one) => one.time >= time).length;
    const events = observations.filter((one) => one.time === time && one.event).length;
    survival *= 1 - events / atRisk;
    steps.push({ time, survival });
  }
  return (share) => {
    const on = steps.find(({ survival: left }) => Math.abs(left - (1 - share)) < 1e-12);
    const below = steps.find(({ survival: left }) => left < 1 - share - 1e-12);
    if (on === undefined) return below?.time ?? null;
    return below === undefined ? on.time : (on.time + below.time) / 2;
  };
}
