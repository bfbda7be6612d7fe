import { describe, expect, it } from '@jest/globals';
import { ReportFormat } from '../format/report-format.ts';
import { gainRow, parsedRows, shareRow, suppressedRow } from '../sample/kpi.sample.ts';
import { durationTicks, logDurationTicks, numberTicks } from './axis-ticks.ts';
import { completionMessage } from './completion.chart.ts';
import { gainChart, gainGroups, hiddenGroupsText } from './gain.chart.ts';
import { repeatabilityMessage, xmrLimits } from './repeatability.chart.ts';
import { medianOf } from './survival.chart.ts';
import { fitted, missingGlyphs, textWidth, wrapped } from './text-width.ts';

const format = new ReportFormat({ locale: 'en-GB', timeZone: 'UTC' });
const points = (spreads: number[], baseline: number) =>
  spreads.map((spread, index) => ({ label: `W${index}`, spread, runs: 10, baseline: index < baseline }));

describe('limits of the individuals chart', () => {
  it('follow the textbook: mean of 10, 12, 11, 13 and moving ranges of mean 5/3', () => {
    const limits = xmrLimits(points([10, 12, 11, 13, 4], 4));
    expect(limits?.centre).toBeCloseTo(11.5, 10);
    expect(limits?.upper).toBeCloseTo(11.5 + 2.66 * (5 / 3), 10);
    expect(limits?.lower).toBeCloseTo(11.5 - 2.66 * (5 / 3), 10);
  });

  it('are not drawn from three points, and never fall below zero', () => {
    expect(xmrLimits(points([1, 2, 3], 3))).toBeNull();
    expect(xmrLimits(points([0, 9, 0, 9], 4))?.lower).toBe(0);
  });

  it('decide the heading', () => {
    expect(repeatabilityMessage(points([10, 12, 11, 13, 4], 4))).toMatch(/more closely/);
    expect(repeatabilityMessage(points([10, 12, 11, 13, 40], 4))).toMatch(/spread more/);
    expect(repeatabilityMessage(points([10, 12, 11, 13, 12], 4))).toMatch(/inside its baseline limits/);
    expect(repeatabilityMessage(points([10], 1))).toMatch(/no baseline limits/);
  });
});

describe('headings', () => {
  it('name who is below the target, and hide who is too few', () => {
    const rows = parsedRows([
      shareRow('a', 'A', 5, 20),
      shareRow('b', 'B', 16, 20),
      shareRow('c', 'C', 20, 20),
      suppressedRow('d', 'D'),
    ]);
    expect(completionMessage(rows, 0.85, 'role')).toBe('Below the target: A and B');
    expect(completionMessage(rows.slice(2), 0.85, 'role')).toBe('The one role shown reached its target');
    expect(completionMessage(rows.slice(3), 0.85, 'role')).toMatch(/not shown/);
  });

  it('of scores say which groups are too few to show, in the alternative text too', () => {
    const rows = parsedRows([
      suppressedRow('a', 'A'),
      gainRow('b', 'B', 50, 60, 20),
      gainRow('c', 'C', 50, 61, 21),
      gainRow('d', 'D', 50, 62, 22),
    ]);
    const drawn = gainGroups(rows, 2);
    expect(drawn.map(({ key }) => key)).toEqual(['b', 'c', 'a']);
    const chart = gainChart(drawn, format, { width: 300, height: 120 });
    expect(chart?.title).toBe('Scores rose in all two groups shown, most in C');
    expect(chart?.description).toContain('A: group too small to show');
    expect(hiddenGroupsText(rows)).toBe(' One group is too small to show.');
    expect(hiddenGroupsText(drawn.slice(0, 2))).toBe('');
  });

  it('take the median where half are mitigated', () => {
    const steps = [
      { seconds: 0, share: 1 },
      { seconds: 60, share: 0.6 },
      { seconds: 90, share: 0.4 },
    ];
    expect(medianOf({ n: 5, open: 0, steps, censoredAt: [] })).toBe(90);
    expect(medianOf({ n: 5, open: 3, steps: steps.slice(0, 2), censoredAt: [] })).toBeNull();
  });
});

describe('axes', () => {
  it.each([1, 59, 600, 7_200, 90_000, 4e7])('of %p seconds have a few round steps inside', (end) => {
    const { ticks, labels } = durationTicks(end, format);
    expect(ticks.length).toBeLessThanOrEqual(6);
    expect(ticks.at(-1)).toBeLessThanOrEqual(end);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it.each([0, 1e-9, 0.4, 5, 1e9])('of numbers to %p have distinct labels or none', (end) => {
    const { ticks, labels } = numberTicks(end, format);
    expect(ticks.length).toBeLessThanOrEqual(6);
    expect(labels).toHaveLength(ticks.length);
  });

  it('of logarithms stay inside', () => {
    expect(logDurationTicks(100, 20_000, format).ticks).toEqual([300, 900, 3_600, 14_400]);
  });
});

describe('text in the embedded font', () => {
  it('fits its line, and is not cut when it does', () => {
    expect(fitted('Managers', 200, 10)).toBe('Managers');
    const cut = fitted('Managers and change champions', 60, 10);
    expect(cut).toMatch(/\u2026$/);
    expect(textWidth(cut, 10)).toBeLessThanOrEqual(60);
  });

  it('breaks at spaces and ends the last line with an ellipsis', () => {
    const lines = wrapped('Managers and change champions of the north', 60, 10, 2);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/\u2026$/);
    for (const line of lines) expect(textWidth(line, 10)).toBeLessThanOrEqual(60);
  });

  it('knows which letters it lacks', () => {
    expect(missingGlyphs('Größe Ελλάδα Москва Việt')).toEqual([]);
    expect(missingGlyphs('A→B 日')).toEqual(['→', '日']);
  });
});
