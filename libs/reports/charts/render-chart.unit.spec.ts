import { describe, expect, it } from '@jest/globals';
import { ReportFormat } from '../format/report-format.ts';
import { months } from '../sample/months.sample.ts';
import { documentIds } from '../snapshot/document.ts';
import { reportSnapshotSchema } from '../snapshot/report-snapshot.schema.ts';
import { ChartBook } from '../views/chart-book.ts';
import { documentView } from '../views/document.view.ts';
import type { Chart } from './chart.ts';
import { renderChart } from './render-chart.ts';

function chartsOf(month: (typeof months)[number][1]): [id: string, chart: Chart][] {
  return documentIds.flatMap((document) => {
    const snapshot = reportSnapshotSchema.parse(month(document));
    const book = new ChartBook();
    documentView(snapshot, new ReportFormat(snapshot.program), book);
    return book.entries();
  });
}

const bullet: Chart = {
  spec: 'bullet',
  title: 'A <b> & "title"',
  description: 'From 1 to 2.',
  rows: [{ value: 0.5, target: 0.8, low: 0.4, high: 0.6, lowIsBound: true, highIsBound: true }],
  width: 132,
  height: 20,
};

describe('charts', () => {
  it.each(months)('of the %s month are drawn whole, with title and description', async (_, month) => {
    const charts = chartsOf(month);
    expect(charts.length).toBeGreaterThan(6);
    for (const [id, chart] of charts) {
      const svg = await renderChart(chart, id);
      expect(svg).not.toMatch(/NaN|undefined|Infinity|null/);
      expect(svg).toMatch(/^<svg xmlns="[^"]+" role="img" aria-labelledby="chart-\d+-title chart-\d+-desc"/);
      expect(/<title [^>]*>(.+?)<\/title>/.exec(svg)?.[1]?.length).toBeGreaterThan(8);
      expect(/<desc [^>]*>(.+?)<\/desc>/.exec(svg)?.[1]?.length).toBeGreaterThan(8);
      expect(Number(/width="([\d.]+)"/.exec(svg)?.[1])).toBeCloseTo(chart.width, -1);
      expect(/height="([\d.]+)"/.exec(svg)?.[1]).not.toBe('0');
    }
  });

  it('is the same each time, whatever was drawn before', async () => {
    const first = await renderChart(bullet, 'a');
    await renderChart({ ...bullet, width: 90 }, 'b');
    expect(await renderChart(bullet, 'a')).toBe(first);
  });

  it('escapes its words and prefixes its ids', async () => {
    const svg = await renderChart(bullet, 'chart-7');
    expect(svg).toContain('A &lt;b&gt; &amp; &quot;title&quot;');
    for (const [, id] of svg.matchAll(/ id="([^"]+)"/g)) expect(id).toMatch(/^chart-7-/);
  });

  it('puts the value where the scale says', async () => {
    const half = await renderChart(bullet, 'a');
    const whole = await renderChart({ ...bullet, rows: [{ ...bullet.rows[0], value: 1 }] }, 'a');
    const barWidth = (svg: string): number =>
      Number(/M0,6h([\d.]+)v8[^"]*"[^>]*fill="#8fb0c1"/.exec(svg)?.[1]);
    expect(barWidth(whole)).toBeGreaterThan(120);
    expect(barWidth(half) / barWidth(whole)).toBeCloseTo(0.5, 2);
  });

  it('refuses a parameter that the spec does not have', async () => {
    await expect(renderChart({ ...bullet, params: { hight: 1 } }, 'a')).rejects.toThrow('hight');
  });
});
