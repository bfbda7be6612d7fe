import type { Chart } from '../charts/chart.ts';

/** A chart's place in a page: the key that the template draws it by, its heading, and what is said under it. */
export interface FigureView {
  chart: string;
  title: string;
  note: string;
}

/** The charts of one document in order, under the ids that its templates use. */
export class ChartBook {
  private readonly byId = new Map<string, Chart>();

  /** Null stays null: the page says in words what is not there to draw. */
  figure(chart: Chart | null, note = ''): FigureView | null {
    return chart === null ? null : { chart: this.place(chart), title: chart.title, note };
  }

  /** A chart inside a table, without a heading of its own. */
  place(chart: Chart): string {
    const id = `chart-${this.byId.size + 1}`;
    this.byId.set(id, chart);
    return id;
  }

  entries(): [id: string, chart: Chart][] {
    return [...this.byId];
  }
}
