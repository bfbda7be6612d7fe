import type { KpiId } from '#kpi';
import { completionChart } from '../charts/completion.chart.ts';
import { coverageChart } from '../charts/coverage.chart.ts';
import { gainChart, gainGroups, hiddenGroupsText } from '../charts/gain.chart.ts';
import { repeatabilityChart } from '../charts/repeatability.chart.ts';
import { survivalChart } from '../charts/survival.chart.ts';
import type { ReportFormat } from '../format/report-format.ts';
import {
  cohortCompletionSentence,
  completionSentence,
  gainSentence,
  isUnknown,
  moreNeeded,
} from '../narrative/learning-sentences.ts';
import { messageLine } from '../narrative/message-line.ts';
import { governanceSentence, incidentSentence, promptSentence } from '../narrative/work-sentences.ts';
import { clipped, plural } from '../narrative/words.ts';
import { kpiOf, type ReportSnapshot } from '../snapshot/report-snapshot.schema.ts';
import { annexView, type AnnexView } from './annex.view.ts';
import type { ChartBook } from './chart-book.ts';
import { frameView, type FrameView } from './frame.view.ts';
import { kpiRowView, type KpiRowView } from './kpi-row.view.ts';
import { FULL, HALF, type Evidence } from './role.view.ts';

export interface ExecutiveView {
  frame: FrameView;
  message: string;
  kpis: KpiRowView[];
  story: { title: string; sentences: string[] }[];
  decisions: { ask: string; why: string; owner: string; by: string }[];
  evidence: Evidence[];
  coverage: Evidence;
  chain: { step: string; value: string; text: string }[];
  returns: { range: string; unit: string; basis: string }[];
  annex: AnnexView;
}

/** Heights of the charts of the evidence page, by what the paper and the line of returns leave. */
const CHART_HEIGHTS = {
  A4: { alone: 262, withReturns: 212 },
  Letter: { alone: 226, withReturns: 172 },
} as const;
const COVERAGE_HEIGHT = { alone: 140, beside: 122 };
/** Groups drawn on the evidence page; the annex lists all. */
const GROUPS = 6;

export function executiveView(
  snapshot: ReportSnapshot,
  format: ReportFormat,
  book: ChartBook,
): ExecutiveView {
  return {
    frame: frameView(snapshot, snapshot.kpis, format),
    message: messageLine(snapshot, format),
    kpis: snapshot.kpis.map((kpi) => kpiRowView(kpi, format, book)),
    story: story(snapshot, format),
    decisions: snapshot.decisions.map(({ ask, why, owner, by }) => ({
      ask: clipped(ask, 90),
      why: clipped(why, 130),
      owner: clipped(owner, 32),
      by: format.calendarDay(by),
    })),
    evidence: evidence(snapshot, format, book),
    coverage: coverage(snapshot, format, book),
    chain: chain(snapshot, format),
    returns: snapshot.work.returns.map(({ unit, low, high, n, assumption }) => ({
      range: low === high ? format.count(low) : `${format.count(low)} to ${format.count(high)}`,
      unit: clipped(unit, 40),
      basis: `n = ${format.count(n)}; ${clipped(assumption, 60)}`,
    })),
    annex: annexView(snapshot, snapshot.kpis, format),
  };
}

function story(snapshot: ReportSnapshot, format: ReportFormat): ExecutiveView['story'] {
  const completion = kpiOf(snapshot, 'training-completion');
  const next = [
    furthestRole(snapshot, format),
    `High-risk cases: ${governanceSentence(kpiOf(snapshot, 'governance-coverage'), snapshot.governance, format)}`,
  ];
  return [
    {
      title: 'Who was trained',
      sentences: [
        cohortCompletionSentence(completion, format),
        gainSentence(kpiOf(snapshot, 'skills-gain'), format),
      ],
    },
    {
      title: 'What changed in the work',
      sentences: [
        promptSentence(kpiOf(snapshot, 'prompt-consistency'), snapshot.prompts, format),
        incidentSentence(kpiOf(snapshot, 'incident-response'), snapshot.incidents, format),
      ],
    },
    {
      title: 'Where next',
      sentences: next.filter((sentence) => sentence !== null).map((sentence) => clipped(sentence, 150)),
    },
  ];
}

/** The role with most completions to go, if any. */
function furthestRole(snapshot: ReportSnapshot, format: ReportFormat): string | null {
  const { breakdown, target } = kpiOf(snapshot, 'training-completion');
  const furthest = breakdown
    .filter((row) => !row.suppressed && !isUnknown(row))
    .map((row) => ({ row, needed: moreNeeded(row, target?.value ?? null) ?? 0 }))
    .toSorted((a, b) => b.needed - a.needed)
    .at(0);
  return furthest === undefined || furthest.needed === 0
    ? null
    : completionSentence(
        { ...furthest.row, title: clipped(furthest.row.title, 40) },
        target?.value ?? null,
        format,
      );
}

function evidence(
  snapshot: ReportSnapshot,
  format: ReportFormat,
  book: ChartBook,
): ExecutiveView['evidence'] {
  const of = (id: KpiId) => kpiOf(snapshot, id);
  const completion = of('training-completion');
  const gain = of('skills-gain');
  const target = completion.target?.value ?? null;
  const hidden = completion.breakdown.length - GROUPS;
  const height = CHART_HEIGHTS[snapshot.format][snapshot.work.returns.length === 0 ? 'alone' : 'withReturns'];
  const size = { width: HALF, height };
  return [
    {
      figure: book.figure(
        completionChart(completion.breakdown.slice(0, GROUPS), target, format, {
          width: HALF,
          height,
          by: 'role',
        }),
        `Completed by their day 90, with 95% interval${target === null ? '' : `; dashed: target ${format.percent(target)}`}.${hidden > 0 ? ` ${format.count(hidden)} more ${plural(hidden, 'role')} in the annex.` : ''}`,
      ),
      absent: 'Completion by role: no role has learners yet.',
    },
    {
      figure: book.figure(
        gainChart(gainGroups(gain.breakdown, 5), format, {
          width: HALF,
          height,
        }),
        `Mean score before and after, percent of maximum; matched learners only (n = ${gain.n === null ? 'not shown' : format.count(gain.n)}).${hiddenGroupsText(gain.breakdown)}`,
      ),
      absent: 'Scores before and after: no group has enough learners with both.',
    },
    {
      figure: book.figure(
        repeatabilityChart(snapshot.prompts, format, size),
        'Spread of one prompt\u2019s repeated runs, in score points; hollow: baseline, dashed: its limits.',
      ),
      absent: 'Repeatability: no prompt has been reviewed repeatedly yet.',
    },
    {
      figure: book.figure(
        survivalChart(of('incident-response'), snapshot.incidents, format, size),
        'Share of incidents not yet mitigated by time since detection; small strokes: still open.',
      ),
      absent: 'Time to mitigate: no incident detected yet.',
    },
  ];
}

/** Beside the chain from training to impact, or over the whole width where there is none. */
function coverage(snapshot: ReportSnapshot, format: ReportFormat, book: ChartBook): Evidence {
  const size =
    snapshot.work.use === null
      ? { width: FULL, height: COVERAGE_HEIGHT.alone }
      : { width: HALF, height: COVERAGE_HEIGHT.beside };
  return {
    figure: book.figure(coverageChart(snapshot.governance, format, size), lateNote(snapshot, format)),
    absent: '',
  };
}

function lateNote({ governance: { flow, unknownTier } }: ReportSnapshot, format: ReportFormat): string {
  const started = flow.inTime + flow.late + flow.never;
  const late = started === 0 ? '' : `Reviewed late: ${format.count(flow.late)} of ${format.count(started)}. `;
  return `${late}${format.count(unknownTier)} ${plural(unknownTier, 'case')} of unknown tier counted apart.`;
}

/** Completion goes with use, use with impact: three counts side by side, and no arrow between them. */
function chain(snapshot: ReportSnapshot, format: ReportFormat): ExecutiveView['chain'] {
  const completion = kpiOf(snapshot, 'training-completion');
  const { use, returns } = snapshot.work;
  const first = returns.at(0);
  if (use === null) return [];
  return [
    {
      step: 'Completion',
      value: completion.numerator === null ? '\u2013' : format.count(completion.numerator),
      text:
        completion.denominator === null
          ? 'people completed'
          : `of ${format.count(completion.denominator)} people completed`,
    },
    {
      step: 'goes with use',
      value: format.count(use.using),
      text: `of ${format.count(use.completed)} who completed used it at work`,
    },
    ...(first === undefined
      ? []
      : [
          {
            step: 'goes with impact',
            value:
              first.low === first.high
                ? format.count(first.low)
                : `${format.count(first.low)} to ${format.count(first.high)}`,
            text: `${clipped(first.unit, 36)} (n = ${format.count(first.n)})`,
          },
        ]),
  ];
}
