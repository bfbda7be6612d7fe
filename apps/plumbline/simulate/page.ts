import type { Order } from './crew.ts';
import type { Coverage, FalseClaims, Findings } from './findings.ts';
import { sizes } from './study.ts';

/** What the KPIs promise of themselves. */
const MOST_FALSE = 0.05;
const LEAST_COVERAGE = 0.93;
const OVER = 0.975;

/** The findings as a page of Markdown, laid out as prettier would. */
export function pageOf({ falseClaims, power, coverage, facts }: Findings, { programs, seed }: Order): string {
  return `${[
    '# Simulation',
    `Made by \`npm run simulate\`; not written by hand. Seed \`${seed}\`, ${programs.toLocaleString('en')} programs per case.`,
    'Programs with a known truth are drawn and put to the real formulas of the KPIs, with their own intervals and status rules. The minimums of the program file are lowered to 2 here (a prompt still needs 3 runs), so that the intervals themselves are tried at n = 8; by default skills gain cannot say below 10 learners. Each share has an error of its own: with ' +
      `${programs.toLocaleString('en')} programs, a true 5% is seen between ${percent(0.05 - margin(0.05, programs))} and ${percent(0.05 + margin(0.05, programs))} in 19 cases of 20.`,
    '## Claims when nothing changed',
    'How often a KPI says met or improved by its interval although nothing changed; at most 5% on average over the settings. For the shares the window is still open, and nothing changed means that the true share lies at the target or five points below it. For skills gain it means no gain against a target above 0; for the others the same distribution in both periods.',
    table([
      ['KPI', 'n', 'Mean', 'Largest', 'Setting of the largest', 'Cannot say', 'At most 5%'],
      ...falseClaims.map((row) => [
        row.kpi,
        String(row.n),
        percent(row.mean),
        percent(row.largest),
        row.largest === 0 ? '' : row.where,
        percent(row.cannot),
        heldFalse(row),
      ]),
    ]),
    '## Changes that are seen',
    'How often a KPI says met or improved by its interval when the named change is real.',
    table([
      ['KPI', 'Setting', 'True change', ...sizes.map((n) => `n = ${n}`)],
      ...power.map(({ kpi, setting, effect, seen }) => [kpi, setting, effect, ...seen.map(percent)]),
    ]),
    '## Coverage of the 95% intervals',
    'How often an interval holds the truth, among programs that have one: at least 93% on average over the settings. Above and below: the interval lies wholly on that side of the truth. An average above 97.5% is named as over-coverage: the interval is wider than it says.',
    table([
      ['Interval', 'n', 'Mean', 'Least', 'Setting of the least', 'Above', 'Below', 'None', 'At least 93%'],
      ...coverage.map((row) => [
        row.kpi,
        String(row.n),
        percent(row.mean),
        percent(row.least),
        row.where,
        percent(row.above),
        percent(row.below),
        percent(row.none),
        heldCoverage(row),
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

function heldFalse({ mean }: FalseClaims): string {
  return mean <= MOST_FALSE ? 'yes' : 'NO';
}

function heldCoverage({ mean }: Coverage): string {
  if (mean < LEAST_COVERAGE) return 'NO';
  return mean > OVER ? 'yes, over-covers' : 'yes';
}

const margin = (share: number, programs: number): number =>
  Math.min(share, 1.96 * Math.sqrt((share * (1 - share)) / programs));

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
