/** Reasons arrive as short codes; those not listed are read as words. */
const words: Record<string, string> = {
  'n-below-minimum': 'too few to judge',
  'too-few': 'too few to judge',
  'too-few-matched': 'too few learners with both scores',
  'matched-below-minimum': 'too few learners with both scores',
  'reviewers-disagree': 'reviewers disagree: calibrate first',
  'alpha-below-minimum': 'reviewers disagree: calibrate first',
  'data-stale': 'data is stale',
  stale: 'data is stale',
  'no-target': 'no target is set',
  'no-baseline': 'there is no baseline',
  suppressed: 'the group is too small to show',
};

/** `no-baseline` or `no-baseline: …` in words; prose is passed through without its full stop. */
export function reasonWords(reason: string): string {
  const known = words[reason];
  if (known !== undefined) return known;
  const text = /^[a-z0-9]+(-[a-z0-9]+)+$/.test(reason) ? reason.replaceAll('-', ' ') : reason;
  return text.trim().replace(/\.$/, '');
}

/** The first reason, or what stands for none. */
export function firstReason(reasons: readonly string[], otherwise: string): string {
  const [reason] = reasons;
  return reason === undefined ? otherwise : reasonWords(reason);
}
