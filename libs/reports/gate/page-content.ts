import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** The text of each page in drawing order. */
export async function textOf(document: PDFDocumentProxy): Promise<string[]> {
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent();
    pages.push(items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(''));
  }
  return pages;
}

type StructNode = NonNullable<
  Awaited<ReturnType<Awaited<ReturnType<PDFDocumentProxy['getPage']>>['getStructTree']>>
>;

/** Every Figure in the structure tree with its alternative text. */
export async function figuresOf(document: PDFDocumentProxy): Promise<{ page: number; alt: string }[]> {
  const figures: { page: number; alt: string }[] = [];
  for (let page = 1; page <= document.numPages; page += 1) {
    const tree = await (await document.getPage(page)).getStructTree();
    if (tree !== null) collect(tree, page, figures);
  }
  return figures;
}

function collect(node: StructNode, page: number, figures: { page: number; alt: string }[]): void {
  if (node.role === 'Figure') figures.push({ page, alt: altOf(node) });
  for (const child of node.children) if ('children' in child) collect(child, page, figures);
}

/** pdfjs hands `alt` on but does not name it in its types. */
function altOf(node: StructNode): string {
  const alt: unknown = Reflect.get(node, 'alt');
  return typeof alt === 'string' ? alt : '';
}
