import { describe, expect, it } from '@jest/globals';
import { ReportFormat } from '../format/report-format.ts';
import { bareMonth } from '../sample/bare-month.sample.ts';
import { earlyMonth } from '../sample/early-month.sample.ts';
import { goodMonth } from '../sample/good-month.sample.ts';
import { parsedKpi, parsedRows, shareRow, suppressedRow } from '../sample/kpi.sample.ts';
import { months } from '../sample/months.sample.ts';
import { kpiOf, reportSnapshotSchema, type ReportSnapshot } from '../snapshot/report-snapshot.schema.ts';
import { ChartBook } from '../views/chart-book.ts';
import { securityComplianceView } from '../views/security-compliance.view.ts';
import {
  cohortCompletionSentence,
  completionSentence,
  gainSentence,
  moreNeeded,
} from './learning-sentences.ts';
import { messageLine } from './message-line.ts';
import { proposedDecisions } from './proposed-decisions.ts';
import { governanceSentence, incidentSentence, promptSentence } from './work-sentences.ts';
import { clipped, listed, wordCount } from './words.ts';

const format = new ReportFormat({ locale: 'en-GB', timeZone: 'Europe/Berlin' });
const good = reportSnapshotSchema.parse(goodMonth());
const early = reportSnapshotSchema.parse(earlyMonth());
const bare = reportSnapshotSchema.parse(bareMonth());

describe('the sentences of the role documents', () => {
  it('says how many more a role needs and how many may still come', () => {
    const [row] = parsedRows([shareRow('sre', 'SRE', 12, 16, 4)]);
    if (row === undefined) throw new TypeError('no row');
    expect(completionSentence(row, 0.85, format)).toBe(
      'SRE: 12 of 16 complete; 2 more needed, 4 still inside their window.',
    );
    expect(completionSentence(row, 0.5, format)).toBe(
      'SRE: 12 of 16 complete; target reached, 4 still inside their window.',
    );
    expect(completionSentence(row, null, format)).toBe(
      'SRE: 12 of 16 complete; 4 still inside their window.',
    );
  });

  it('counts what a target needs without the last binary digit', () => {
    expect(moreNeeded({ numerator: 16, denominator: 20 }, 0.85)).toBe(1);
    expect(moreNeeded({ numerator: 17, denominator: 20 }, 0.85)).toBe(0);
    expect(moreNeeded({ numerator: 0, denominator: 0 }, 0.85)).toBe(0);
    expect(moreNeeded({ numerator: null, denominator: 20 }, 0.85)).toBeNull();
  });

  it('gives matched learners, scores, gain and interval', () => {
    const gain = { ...kpiOf(good, 'skills-gain'), n: 44, unmatched: 8 };
    expect(gainSentence(gain, format)).toBe(
      'Matched learners (44 of 52) went from 58 to 71: +22% [17%, 28%].',
    );
    expect(gainSentence({ ...gain, suppressed: true }, format)).not.toMatch(/\d/);
  });

  it('refuses a comparison of prompts while reviewers disagree', () => {
    expect(promptSentence(kpiOf(early, 'prompt-consistency'), early.prompts, format)).toBe(
      'Not comparable yet: alpha 0.58; calibrate first.',
    );
    const nearly = { ...good.prompts, agreement: [{ criterion: 'safety', alpha: 0.6669, items: 10 }] };
    expect(promptSentence(kpiOf(good, 'prompt-consistency'), nearly, format)).toContain('alpha 0.66;');
  });

  it('counts incidents, open ones and teams faster in the drill', () => {
    expect(incidentSentence(kpiOf(good, 'incident-response'), good.incidents, format)).toBe(
      '9 incidents, 2 open: too few to call a change; in the drill 5 of 6 teams were faster.',
    );
    expect(incidentSentence(kpiOf(bare, 'incident-response'), bare.incidents, format)).toBe(
      'No incident detected in the period: nothing to compare.',
    );
  });

  it('names the case that has run longest without a review', () => {
    expect(governanceSentence(kpiOf(good, 'governance-coverage'), good.governance, format)).toBe(
      '18 of 19 are covered; UC-031 has run 20 days without a review.',
    );
    expect(governanceSentence(kpiOf(bare, 'governance-coverage'), bare.governance, format)).toBe(
      'No high-risk case is in use.',
    );
  });

  it('counts the days since a review ran out, not those it covered', () => {
    const [never] = good.governance.uncovered;
    if (never === undefined) throw new TypeError('nothing uncovered');
    const lapsed = { ...never, useCase: 'UC-004', daysInUse: 400, daysUncovered: 35 };
    const kpi = kpiOf(good, 'governance-coverage');
    const twoUncovered = { ...good, governance: { ...good.governance, uncovered: [lapsed, never] } };
    expect(governanceSentence(kpi, twoUncovered.governance, format)).toBe(
      '18 of 19 are covered; UC-004 has run 35 days without a valid review, and 1 more case without one.',
    );
    const shortlyLapsed = [{ ...lapsed, daysUncovered: 3 }, never];
    expect(governanceSentence(kpi, { ...good.governance, uncovered: shortlyLapsed }, format)).toContain(
      'UC-031 has run 20 days without a review',
    );
    expect(proposedDecisions(twoUncovered, format)[0]?.ask).toBe('Review or suspend UC-004 and UC-031');
    const rows = securityComplianceView(twoUncovered, format, new ChartBook()).uncovered.rows;
    expect(rows[0]?.cells.map(({ text }) => text)).toContain('35');
    expect(JSON.stringify(rows)).not.toContain('400');
  });

  it('tells a closed window from one still running', () => {
    expect(cohortCompletionSentence(kpiOf(good, 'training-completion'), format)).toBe(
      '95 of 108 people completed by their day 90 (88%).',
    );
    expect(cohortCompletionSentence(kpiOf(early, 'training-completion'), format)).toBe(
      '6 of 112 people have completed so far (5%); 104 are still inside their window.',
    );
  });

  it('shows no number of a group too small', () => {
    const [row] = parsedRows([suppressedRow('risk', 'Assessors')]);
    if (row === undefined) throw new TypeError('no row');
    expect(completionSentence(row, 0.85, format)).toBe('Assessors: the group is too small to show.');
  });
});

describe('the message line', () => {
  it('counts what is on target, then the worst, then what is open', () => {
    expect(messageLine(good, format)).toBe(
      'Two of five KPIs are on target; governance coverage missed 95% at 94.7% (18 of 19); incident response cannot be judged yet; skills gain is not yet certain.',
    );
    expect(messageLine(bare, format)).toBe(
      'Too early to judge: none of the five KPIs can be read yet, as of 31 Oct 2026.',
    );
  });

  it.each(months)('stays within 30 words in the %s month', (_, month) => {
    const text = messageLine(reportSnapshotSchema.parse(month()), format);
    expect(wordCount(text)).toBeLessThanOrEqual(30);
    expect(wordCount(text)).toBeGreaterThan(5);
  });

  it('stays within 30 words for every mix of statuses', () => {
    const statuses = ['met', 'reached-not-certain', 'missed', 'worsened', 'cannot-say'] as const;
    for (let mix = 0; mix < 5 ** 5; mix += 1) {
      const kpis = good.kpis.map((kpi, index) =>
        Object.assign({}, kpi, { status: statuses[Math.floor(mix / 5 ** index) % 5] ?? 'met' }),
      );
      expect(wordCount(messageLine({ ...good, kpis }, format))).toBeLessThanOrEqual(30);
    }
  });
});

describe('proposed decisions', () => {
  it('asks for what the numbers ask for, with owner and day', () => {
    const asked = proposedDecisions(good, format);
    expect(asked.map(({ owner, by }) => [owner, by])).toEqual([
      ['Ines Keller', '2026-11-14'],
      ['Dana Whitfield', '2026-11-14'],
      ['Tom Okafor', '2026-11-14'],
    ]);
    expect(asked[0]?.ask).toBe('Review or suspend UC-031');
    expect(asked[2]?.why).toBe('2 incidents not mitigated yet.');
  });

  it('asks for nothing when nothing is wrong', () => {
    expect(proposedDecisions(bare, format)).toEqual([]);
  });

  it('names an extension where the window cannot hold what is needed', () => {
    const completion = parsedKpi({ ...goodMonthCompletion(), breakdown: [shareRow('sre', 'SRE', 2, 20, 1)] });
    const kpis = good.kpis.map((kpi) => (kpi.kpi === completion.kpi ? completion : kpi));
    const source: ReportSnapshot = { ...good, kpis };
    expect(proposedDecisions(source, format).map(({ ask }) => ask)).toContain(
      'Decide on an extension for SRE: the target is out of reach inside the window',
    );
  });
});

describe('words', () => {
  it('lists with one and', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((items) => listed(items))).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
  });

  it('clips by characters, not by halves of them', () => {
    expect(clipped('\u{1f600}\u{1f600}\u{1f600}', 2)).toBe('\u{1f600}\u2026');
    expect(clipped('short', 5)).toBe('short');
  });
});

function goodMonthCompletion() {
  const [completion] = goodMonth().kpis;
  if (completion === undefined) throw new TypeError('no KPI');
  return completion;
}
