import type { ReportFormat } from '../format/report-format.ts';
import { capitalised, clipped, inWords, plural } from '../narrative/words.ts';
import type { KpiRow } from '../snapshot/kpi-view.ts';
import { LABEL_SIZE } from './chart-layout.ts';
import type { Chart } from './chart.ts';
import { wrapped } from './text-width.ts';

/** Room under the slopes for three lines of name and one of n. */
const NAMES_HEIGHT = 54;
/** Room above and below a dot for its number. */
const NUMBER_HEIGHT = 16;

/** Groups to draw: as many as there is room for, and beside them those whose scores are hidden, to be named as such. */
export function gainGroups(rows: readonly KpiRow[], most: number): KpiRow[] {
  return [...rows.filter(({ suppressed }) => !suppressed).slice(0, most), ...rows.filter(isHidden)];
}

/** How many groups a chart of scores leaves out because they are too small; empty: none. */
export function hiddenGroupsText(rows: readonly KpiRow[]): string {
  const hidden = rows.filter(isHidden).length;
  return hidden === 0
    ? ''
    : ` ${capitalised(inWords(hidden))} ${plural(hidden, 'group is', 'groups are')} too small to show.`;
}

function isHidden({ suppressed }: KpiRow): boolean {
  return suppressed;
}

/** Mean score before and after, one small slope per group; null when no group has both. Hidden groups are named in its words alone. */
export function gainChart(
  rows: readonly KpiRow[],
  format: ReportFormat,
  size: { width: number; height: number },
): Chart | null {
  const paired = rows.flatMap((row) =>
    row.numerator === null || row.denominator === null || row.suppressed
      ? []
      : [{ ...row, before: row.denominator, after: row.numerator }],
  );
  if (paired.length === 0) return null;
  const scores = paired.flatMap(({ before, after }) => [before, after]);
  const bottom = Math.min(...scores);
  const span = Math.max(Math.max(...scores) - bottom, 1);
  const perPixel = span / Math.max(size.height - NAMES_HEIGHT - 2 * NUMBER_HEIGHT, 20);
  const column = size.width / paired.length;
  return {
    spec: 'slopes',
    title: gainMessage(paired, rows.some(isHidden) ? ' shown' : ''),
    description: [
      ...paired.map(
        ({ title, before, after, n }) =>
          `${title}: from ${format.decimal(before, 0)} to ${format.decimal(after, 0)}${n === null ? '' : `, n = ${format.count(n)}`}`,
      ),
      ...rows.filter(isHidden).map(({ title }) => `${title}: group too small to show`),
    ]
      .join('; ')
      .concat('. Scores in percent of the maximum.'),
    rows: paired.map(({ title, before, after, n }, index) => {
      const shift = NUMBER_HEIGHT * 0.72 * perPixel * (after >= before ? 1 : -1);
      return {
        x0: index + 0.22,
        x1: index + 0.78,
        mid: index + 0.5,
        before,
        after,
        beforeAt: before - shift,
        afterAt: after + shift,
        beforeText: format.decimal(before, 0),
        afterText: format.decimal(after, 0),
        label: [
          ...wrapped(title, column - 6, LABEL_SIZE, 3),
          ...(n === null ? [] : [`n = ${format.count(n)}`]),
        ].join('\n'),
      };
    }),
    params: {
      groups: paired.length,
      low: bottom - (NAMES_HEIGHT + NUMBER_HEIGHT) * perPixel,
      high: bottom + span + NUMBER_HEIGHT * perPixel,
    },
    ...size,
  };
}

function gainMessage(
  rows: readonly { title: string; before: number; after: number }[],
  shown: '' | ' shown',
): string {
  const rose = rows.filter(({ before, after }) => after > before);
  const best = rows.toSorted((a, b) => b.after - b.before - (a.after - a.before)).at(0);
  if (rose.length === rows.length && best !== undefined)
    return rows.length === 1
      ? 'Matched learners scored higher after the program'
      : `Scores rose in all ${inWords(rows.length)} groups${shown}, most in ${clipped(best.title, 34)}`;
  return rose.length === 0
    ? `Scores rose in no group${shown}`
    : `Scores rose in ${inWords(rose.length)} of ${inWords(rows.length)} ${plural(rows.length, 'group')}${shown}`;
}
