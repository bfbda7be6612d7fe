import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { z } from 'zod';
import { projectRoot } from '#platform';
import type { Chart, ChartSpec } from './chart.ts';
import { textWidth } from './text-width.ts';

declare module 'vega' {
  /** Exported by vega, absent from its typings. */
  export const textMetrics: {
    canvas(use: boolean): void;
    width(item: { fontSize?: number; fontWeight?: string | number; limit?: number }, text: unknown): number;
  };
}

const folder = join(projectRoot, 'dashboards', 'charts');
const configSchema = z.record(z.string(), z.unknown());
const specSchema = configSchema.and(
  z.object({ params: z.array(z.looseObject({ name: z.string(), value: z.unknown() })).optional() }),
);

const theme = configSchema.parse(JSON.parse(readFileSync(join(folder, 'theme.json'), 'utf8')));
const specs = new Map<ChartSpec, z.infer<typeof specSchema>>();

measureWithEmbeddedFont();

/**
 * Draws a chart as `<svg role="img">` with its title and description. `id` is unique in the document: ids inside the
 * drawing are prefixed with it. Nothing is loaded: the data are in the chart.
 */
export async function renderChart(chart: Chart, id: string): Promise<string> {
  const view = new vega.View(vega.parse(compiled(chart)), {
    renderer: 'none',
    loader: refusingLoader(),
    logLevel: vega.Error,
  });
  try {
    vega.resetSVGDefIds();
    return labelled(await view.toSVG(), chart, id);
  } finally {
    view.finalize();
  }
}

function compiled(chart: Chart): vega.Spec {
  const spec = specOf(chart.spec);
  const params = (spec.params ?? []).map((param) => {
    const given = chart.params?.[param.name];
    return given === undefined ? param : Object.assign({}, param, { value: given });
  });
  const unknown = Object.keys(chart.params ?? {}).filter(
    (name) => !params.some((param) => param.name === name),
  );
  if (unknown.length > 0)
    throw new RangeError(`${chart.spec}.vl.json has no parameter ${unknown.join(', ')}.`);
  const bound: unknown = {
    ...spec,
    params,
    data: { name: 'rows', values: chart.rows },
    width: chart.width,
    height: chart.height,
    padding: { left: 0, top: 2, bottom: 0, right: 1 },
    autosize: { type: 'fit', contains: 'padding' },
  };
  return compile(asSpec(bound), { config: theme }).spec;
}

/** Vega-Lite's type of a spec cannot be checked by hand; its compiler does, when it reads the spec. */
function asSpec(spec: unknown): TopLevelSpec {
  if (isSpec(spec)) return spec;
  throw new TypeError('A chart spec is an object with layers or a mark.');
}

function isSpec(spec: unknown): spec is TopLevelSpec {
  return typeof spec === 'object' && spec !== null && ('layer' in spec || 'mark' in spec);
}

function specOf(name: ChartSpec): z.infer<typeof specSchema> {
  const known = specs.get(name);
  if (known !== undefined) return known;
  const spec = specSchema.parse(JSON.parse(readFileSync(join(folder, `${name}.vl.json`), 'utf8')));
  specs.set(name, spec);
  return spec;
}

/** Vega without a canvas takes every letter for 0.8 em; the font in the page is known, so its widths are used. */
function measureWithEmbeddedFont(): void {
  vega.textMetrics.canvas(false);
  vega.textMetrics.width = (item, text) => {
    const width = textWidth(String(text), item.fontSize ?? 11, isBold(item.fontWeight) ? 600 : 400);
    // a limited text is drawn cut, so it takes no more room than its limit
    return item.limit !== undefined && item.limit > 0 ? Math.min(width, item.limit) : width;
  };
}

function isBold(weight: string | number | undefined): boolean {
  return weight === 'bold' || Number(weight) >= 600;
}

function refusingLoader(): vega.Loader {
  const loader = vega.loader();
  const refuse = (uri: string): never => {
    throw new RangeError(`A chart loads nothing, not ${uri}.`);
  };
  return Object.assign(loader, { load: refuse, sanitize: refuse, http: refuse, file: refuse });
}

function labelled(svg: string, chart: Chart, id: string): string {
  const opening = /^<svg [^>]*>/.exec(svg)?.[0];
  const size = /width="([\d.]+)" height="([\d.]+)"/.exec(opening ?? '');
  if (opening === undefined || size === null)
    throw new TypeError(`${chart.spec}.vl.json did not draw an SVG.`);
  const [, width = '', height = ''] = size;
  const drawing = svg
    .slice(opening.length)
    .replace(/ id="([^"]+)"/g, ` id="${id}-$1"`)
    .replace(/url\(#([^)]+)\)/g, `url(#${id}-$1)`);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="${id}-title ${id}-desc" ` +
    `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `<title id="${id}-title">${escaped(chart.title)}</title><desc id="${id}-desc">${escaped(chart.description)}</desc>${drawing}`
  );
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
