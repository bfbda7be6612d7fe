import normalCdf from '@stdlib/stats-base-dists-normal-cdf';

/** A lognormal time: its median and the standard deviation of its logarithm. */
export interface Lognormal {
  readonly median: number;
  readonly spread: number;
}

/** Shares that add up to 1, each of one lognormal. */
export type Mix = readonly (Lognormal & { readonly share: number })[];

/** E[min(T, τ)]. */
export function restrictedMeanOf({ median, spread }: Lognormal, horizon: number): number {
  const [mu, reach] = [Math.log(median), Math.log(horizon)];
  const below = Math.exp(mu + spread ** 2 / 2) * normalCdf((reach - mu) / spread - spread, 0, 1);
  return below + horizon * (1 - normalCdf((reach - mu) / spread, 0, 1));
}

/** The time by which a share p of a mix has had its event, by bisection on the logarithm. */
export function quantileOf(mix: Mix, p: number): number {
  const chance = (time: number) =>
    mix.reduce(
      (sum, { share, median, spread }) => sum + share * normalCdf(Math.log(time / median) / spread, 0, 1),
      0,
    );
  let [low, high] = [-20, 20];
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (chance(Math.exp(middle)) < p) low = middle;
    else high = middle;
  }
  return Math.exp(low);
}
