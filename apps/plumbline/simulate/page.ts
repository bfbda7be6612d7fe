import type { Order } from './crew.ts';
import { sizesIn, type Coverage, type Findings } from './findings.ts';
import { OVER_COVERAGE, type Kept } from './promises.ts';

/** The findings as a page of Markdown, laid out as prettier would. */
export function pageOf(
  { falseClaims, power, coverage, facts, broken }: Findings,
  { programs, seed }: Order,
): string {
  const seenAt = sizesIn(power.flatMap(({ seen }) => seen));
  return `${[
    '# Simulation',
    `Made by \`npm run simulate\`; not written by hand. Seed \`${seed}\`, ${programs.toLocaleString('en')} programs per case.`,
    'Programs with a known truth are drawn and put to the real formulas of the KPIs, with their own intervals and status rules. The minimums of the program file are lowered to 2 here (a prompt still needs 3 runs), so that the intervals themselves are tried at n = 8; by default skills gain cannot say below 10 learners. n counts learners, prompts, use cases, calibration items, teams that drilled, or incidents of each period. Each share has an error of its own: with ' +
      `${programs.toLocaleString('en')} programs, a true 5% is seen between ${percent(0.05 - margin(0.05, programs))} and ${percent(0.05 + margin(0.05, programs))} in 19 cases of 20.`,
    broken.length === 0
      ? 'Every promise below is kept, or missed by no more than the error of the simulation.'
      : `Promises that are broken:\n\n${broken.map((line) => `- ${line}`).join('\n')}`,
    '## Claims when nothing is better',
    'How often a KPI says met or improved by its interval although nothing is better than its target. Judged by the setting with the largest share: at most 5%; "within error" when it is above, but the lower Wilson limit of the share is not; else NO, and the command ends with a failure. For the shares the window is still open, and the true share lies at the target or five points below it. For skills gain there is no gain against a target above 0, or the true gain is the target; for the others both periods have the same distribution.',
    table([
      ['KPI', 'n', 'Mean', 'Largest', 'Setting of the largest', 'Cannot say', 'At most 5%'],
      ...falseClaims.map((row) => [
        row.kpi,
        String(row.n),
        percent(row.mean),
        percent(row.largest),
        row.largest === 0 ? '' : row.where,
        percent(row.cannot),
        verdictOf(row.promise),
      ]),
    ]),
    '## Changes that are seen',
    'How often a KPI says met or improved by its interval when the named change is real. Where pass^3 must not be lower, a clear interval is not enough: [decision 0011](decisions/0011-pass-k-has-no-allowance-for-chance.md).',
    table([
      ['KPI', 'Setting', 'True change', ...seenAt.map((n) => `n = ${n}`)],
      ...power.map(({ kpi, setting, effect, seen }) => [
        kpi,
        setting,
        effect,
        ...seenAt.map((n) => percentOf(seen.find((one) => one.n === n)?.share ?? null)),
      ]),
    ]),
    '## Coverage of the 95% intervals',
    'How often an interval holds the truth, among programs that have one: at least 93% on average over the settings, weighed by how many programs have it; "within error" when the average is below by no more than 1.96 of its standard errors; else NO, and the command ends with a failure. Above and below: the interval lies wholly on that side of the truth. None: programs that have no interval, because the KPI says that it cannot. An average above 97.5% is named as over-coverage: the interval is wider than it says. Rows that begin with "statistics" are of methods that no KPI shows, and are no promise.',
    table([
      ['Interval', 'n', 'Mean', 'Least', 'Setting of the least', 'Above', 'Below', 'None', 'At least 93%'],
      ...coverage.map((row) => [
        row.kpi,
        String(row.n),
        percentOf(row.mean),
        percentOf(row.least),
        row.where,
        ...(row.mean === null ? ['', ''] : [percent(row.above), percent(row.below)]),
        percent(row.none),
        coverageVerdict(row),
      ]),
    ]),
    '## Closed cohorts',
    'When its window is closed, the share of training completion and of governance coverage is a fact about that cohort, and met says no more than that. Here every chance lies exactly at the target, so that about half of the cohorts reach it. Certain: the whole interval lies on the good side, which is what the confidence beside the status tells.',
    table([
      ['KPI', 'n', 'Met', 'Certain'],
      ...facts.map(({ kpi, n, met, certain }) => [kpi, String(n), percent(met), percent(certain)]),
    ]),
  ].join('\n\n')}\n`;
}

const verdicts: Readonly<Record<Kept, string>> = {
  kept: 'yes',
  'within error': 'within error',
  broken: 'NO',
};
const verdictOf = (promise: Kept): string => verdicts[promise];

function coverageVerdict({ mean, promise }: Coverage): string {
  if (mean === null) return 'cannot';
  const over = mean > OVER_COVERAGE ? 'over-covers' : '';
  if (promise === null) return over;
  return [verdictOf(promise), over].filter((word) => word !== '').join(', ');
}

const margin = (share: number, programs: number): number =>
  Math.min(share, 1.96 * Math.sqrt((share * (1 - share)) / programs));

const percentOf = (share: number | null): string => (share === null ? '' : percent(share));
const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(3, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}
