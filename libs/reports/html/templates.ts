import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Handlebars from 'handlebars';
import { projectRoot } from '#platform';
import type { DocumentId } from '../snapshot/document.ts';

const dashboards = join(projectRoot, 'dashboards');

/** Every mistake in a template fails: unknown names, unknown helpers, a partial that reaches around its context. */
export const strictOptions = {
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: { svg: true },
  explicitPartialContext: true,
  preventIndent: true,
} as const;

/** Compiled documents by id; nothing that a user sends is ever compiled. */
const compiled = new Map<DocumentId, (drawings: ReadonlyMap<string, string>) => (view: object) => string>();

/** Fills a document's template. `drawings` are the SVGs that the view names, made by this library alone. */
export function fillTemplate(
  document: DocumentId,
  view: object,
  drawings: ReadonlyMap<string, string>,
): string {
  let template = compiled.get(document);
  if (template === undefined) {
    template = compileDocument(document);
    compiled.set(document, template);
  }
  return template(drawings)(view);
}

function compileDocument(
  document: DocumentId,
): (drawings: ReadonlyMap<string, string>) => (view: object) => string {
  const environment = Handlebars.create();
  const folder = join(dashboards, 'partials');
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.hbs')))
    environment.registerPartial(
      basename(file, '.hbs'),
      environment.compile(readFileSync(join(folder, file), 'utf8'), strictOptions),
    );
  const template = environment.compile(readFileSync(templatePath(document), 'utf8'), strictOptions);
  return (drawings) => (view) =>
    template(view, {
      helpers: {
        svg: (key: unknown) => new Handlebars.SafeString(drawingOf(drawings, key)),
      },
    });
}

function drawingOf(drawings: ReadonlyMap<string, string>, key: unknown): string {
  const drawing = typeof key === 'string' ? drawings.get(key) : undefined;
  if (drawing === undefined) throw new RangeError(`No drawing ${String(key)}.`);
  return drawing;
}

function templatePath(document: DocumentId): string {
  return document === 'executive'
    ? join(dashboards, 'executive', 'executive.hbs')
    : join(dashboards, 'roles', document, `${document}.hbs`);
}
