import { getDocument, VerbosityLevel, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { fontsOf } from './pdf-fonts.ts';
import {
  gateCheckNames,
  gateResult,
  type GateCheck,
  type GateCheckName,
  type GatePlan,
  type GateResult,
} from './gate.ts';
import { inkOf } from './page-ink.ts';
import { figuresOf, textOf } from './page-content.ts';

type Outcome = Omit<GateCheck, 'name'>;

/** What stands in a broken report and in no good one. */
const broken = [
  /\bNaN\b/,
  /\bundefined\b/,
  /\bnull\b/,
  /\bInfinity\b/,
  /\{\{/,
  /\}\}/,
  /\uFFFD/,
  /\[object Object\]/,
];
/** Characters without a glyph that are named; the rest are counted. */
const PLACES = 5;
const INK = { least: 0.01, most: 0.6 };

/**
 * Stands between "PDF made" and "PDF sent". Every check runs on its own; one that cannot run is `not-run`, which stops
 * the report as a failed one does. Never throws for a bad PDF.
 */
export async function runGate(pdf: Uint8Array, plan: GatePlan): Promise<GateResult> {
  // pdfjs takes the buffer over, so each reader gets its own
  const task = getDocument({
    data: Uint8Array.from(pdf),
    verbosity: VerbosityLevel.ERRORS,
  });
  try {
    const document = await task.promise;
    const checks: GateCheck[] = [{ name: 'opens', ...passed(`${document.numPages} pages`) }];
    for (const name of gateCheckNames) {
      if (name === 'opens') continue;
      checks.push({ name, ...(await run(() => bodies[name](document, plan, pdf))) });
    }
    return gateResult(checks);
  } catch (error) {
    const checks: GateCheck[] = [{ name: 'opens', ...failed(reasonOf(error)) }];
    return gateResult([
      ...checks,
      ...gateCheckNames
        .slice(1)
        .map((name): GateCheck => ({ name, outcome: 'not-run', detail: 'It did not open.' })),
    ]);
  } finally {
    await task.destroy();
  }
}

const bodies: Record<
  Exclude<GateCheckName, 'opens'>,
  (document: PDFDocumentProxy, plan: GatePlan, pdf: Uint8Array) => Promise<Outcome>
> = {
  'page-count': async (document, { pages: { min, max, annex } }) => {
    const detail = `${document.numPages} pages, planned ${min} to ${max}`;
    if (document.numPages < min || document.numPages > max) return failed(detail);
    if (annex === null) return passed(detail);
    const begins = (await textOf(document)).findIndex((text) => /^Annex$/m.test(text)) + 1;
    return begins === annex
      ? passed(detail)
      : failed(`The annex begins on page ${begins}, planned ${annex}.`);
  },
  tagged: async (document) => {
    if (!isMarked(await document.getMarkInfo())) return failed('Not marked as tagged.');
    for (let page = 1; page <= document.numPages; page += 1) {
      const tree = await (await document.getPage(page)).getStructTree();
      if (tree === null || tree.children.length === 0) return failed(`Page ${page} has no structure.`);
    }
    return passed('Every page has structure.');
  },
  title: async (document, plan) => {
    const title = infoOf(await document.getMetadata(), 'Title');
    return title === plan.title ? passed(title) : failed(`The title is "${title}".`);
  },
  language: async (document, plan) => {
    const language = infoOf(await document.getMetadata(), 'Language');
    return language === plan.language ? passed(language) : failed(`The language is "${language}".`);
  },
  'alternative-text': async (document, plan) => {
    const figures = await figuresOf(document);
    const mute = figures.filter(({ alt }) => alt.trim() === '');
    if (mute.length > 0)
      return failed(`${mute.length} figures without alternative text, first on page ${mute[0]?.page ?? 0}.`);
    const detail = `${figures.length} figures with alternative text, planned ${plan.figures}`;
    return figures.length >= plan.figures ? passed(detail) : failed(detail);
  },
  fonts: async (_, plan, pdf) => {
    const fonts = await fontsOf(pdf);
    if (fonts.length === 0) return failed('No font at all.');
    const wrong = fonts.filter(({ name, embedded }) => !embedded || !plan.fonts.test(name));
    const faults = [
      ...(wrong.length === 0
        ? []
        : [`Not expected or not embedded: ${wrong.map(({ name }) => name).join(', ')}.`]),
      ...(plan.unprintable.length === 0 ? [] : [lackingText(plan.unprintable)]),
    ];
    return faults.length === 0 ? passed(fonts.map(({ name }) => name).join(', ')) : failed(faults.join(' '));
  },
  values: async (document, plan) => {
    const text = spaced((await textOf(document)).join(' '));
    const missing = plan.texts.filter((entry) => !text.includes(spaced(entry.text)));
    return missing.length === 0
      ? passed(`${plan.texts.length} texts found`)
      : failed(`Not printed: ${missing.map((entry) => `${entry.what} "${entry.text}"`).join(', ')}.`);
  },
  'clean-text': async (document) => {
    const pages = await textOf(document);
    const found = pages.flatMap((text, index) =>
      broken.flatMap((pattern) => {
        const match = pattern.exec(text)?.[0];
        return match === undefined ? [] : [`"${match}" on page ${index + 1}`];
      }),
    );
    return found.length === 0 ? passed('Nothing broken in the text.') : failed(found.join(', '));
  },
  ink: async (document) => {
    const shares = await inkOf(document);
    if (shares === null)
      return { outcome: 'not-run', detail: 'No canvas to draw the pages on is installed.' };
    const detail = shares.map((share, index) => `page ${index + 1} ${(share * 100).toFixed(1)}%`).join(', ');
    return shares.every((share) => share >= INK.least && share <= INK.most) ? passed(detail) : failed(detail);
  },
};

function lackingText(places: readonly string[]): string {
  const rest = places.length - PLACES;
  return `The report\u2019s fonts have no ${places.slice(0, PLACES).join(', ')}${rest > 0 ? `, and ${rest} more` : ''}.`;
}

async function run(check: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await check();
  } catch (error) {
    return { outcome: 'not-run', detail: reasonOf(error) };
  }
}

/** pdfjs answers with a Map where its types say an object. */
function isMarked(marks: object | null): boolean {
  if (marks === null) return false;
  const get: unknown = Reflect.get(marks, 'get');
  return (
    (typeof get === 'function' ? Reflect.apply(get, marks, ['Marked']) : Reflect.get(marks, 'Marked')) ===
    true
  );
}

/** Line ends and no-break spaces are layout: values are compared without them. */
function spaced(text: string): string {
  return text.normalize('NFC').replace(/[\s\u00a0\u00ad]+/g, '');
}

function infoOf({ info }: { info: object }, key: string): string {
  const value: unknown = Reflect.get(info, key);
  return typeof value === 'string' ? value : '';
}

function passed(detail: string): Outcome {
  return { outcome: 'passed', detail };
}

function failed(detail: string): Outcome {
  return { outcome: 'failed', detail };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
