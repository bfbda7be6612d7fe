import { PDFArray, PDFDict, PDFDocument, PDFName, type PDFObject } from 'pdf-lib';

/** The fonts of a PDF by name without the subset tag, and whether their outlines are in the file. */
export async function fontsOf(pdf: Uint8Array): Promise<{ name: string; embedded: boolean }[]> {
  const { context } = await PDFDocument.load(pdf, { updateMetadata: false });
  const fonts = context
    .enumerateIndirectObjects()
    .map(([, object]) => object)
    .filter((object) => object instanceof PDFDict)
    .filter((dict) => nameOf(dict.lookup(PDFName.of('Type'))) === 'Font')
    // the descendants of a composite font are looked at through it
    .filter((dict) => !nameOf(dict.lookup(PDFName.of('Subtype'))).startsWith('CIDFont'));
  return fonts.map((font) => ({
    name: (nameOf(font.lookup(PDFName.of('BaseFont'))) || nameOf(font.lookup(PDFName.of('Subtype')))).replace(
      /^[A-Z]{6}\+/,
      '',
    ),
    embedded: isEmbedded(font),
  }));
}

function isEmbedded(font: PDFDict): boolean {
  const descendants = font.lookup(PDFName.of('DescendantFonts'));
  const carrier = descendants instanceof PDFArray ? descendants.lookup(0) : font;
  const descriptor = carrier instanceof PDFDict ? carrier.lookup(PDFName.of('FontDescriptor')) : undefined;
  return (
    descriptor instanceof PDFDict &&
    ['FontFile', 'FontFile2', 'FontFile3'].some((key) => descriptor.get(PDFName.of(key)) !== undefined)
  );
}

function nameOf(object: PDFObject | undefined): string {
  return object instanceof PDFName ? object.decodeText() : '';
}
