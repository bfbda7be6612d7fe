import { PDFArray, PDFDict, PDFString, type PDFDocument, type PDFObject } from 'pdf-lib';

/** Chromium names table cells by the number their node had in the browser process. */
const NODE_ID = /^node(\d{8,})$/;

/**
 * Numbers the ids of the structure tree from 1 in their own order, wherever they stand: on the cells, in the cells'
 * `Headers` and in the id tree. The numbers that Chromium gives depend on what it printed before.
 */
export function renumberStructureIds(document: PDFDocument): void {
  const numbers = new Set<number>();
  const collect = (text: string): string => {
    const number = NODE_ID.exec(text)?.[1];
    if (number !== undefined) numbers.add(Number(number));
    return text;
  };
  const roots = document.context.enumerateIndirectObjects().map(([, object]) => object);
  for (const root of roots) rewriteStrings(root, collect);
  const inOrder = [...numbers].toSorted((a, b) => a - b);
  const renumbered = new Map(
    inOrder.map((number, index) => [number, `node${String(index + 1).padStart(8, '0')}`]),
  );
  for (const root of roots)
    rewriteStrings(root, (text) => renumbered.get(Number(NODE_ID.exec(text)?.[1] ?? Number.NaN)) ?? text);
}

/** Replaces every string held directly in an object; references are objects of their own. */
function rewriteStrings(object: PDFObject, rewrite: (text: string) => string): void {
  if (object instanceof PDFDict)
    for (const [key, value] of object.entries()) {
      if (value instanceof PDFString) object.set(key, PDFString.of(rewrite(value.asString())));
      else rewriteStrings(value, rewrite);
    }
  else if (object instanceof PDFArray)
    object.asArray().forEach((value, index) => {
      if (value instanceof PDFString) object.set(index, PDFString.of(rewrite(value.asString())));
      else rewriteStrings(value, rewrite);
    });
}
