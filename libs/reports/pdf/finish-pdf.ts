import { createHash } from 'node:crypto';
import { PDFDocument, PDFHexString } from 'pdf-lib';
import { instantToMillis, type Instant } from '#platform';
import { renumberStructureIds } from './structure-ids.ts';

/**
 * Sets what Chromium leaves to the clock or leaves out: title, language, dates and identifiers. Everything comes from
 * the arguments, so equal pages give equal bytes.
 * @param identity text that the file identifier is derived from
 */
export async function finishPdf(
  printed: Uint8Array,
  given: { title: string; language: string; generatedAt: Instant; identity: string },
): Promise<Uint8Array> {
  const document = await PDFDocument.load(printed, { updateMetadata: false });
  renumberStructureIds(document);
  const date = new Date(instantToMillis(given.generatedAt));
  document.setTitle(given.title, { showInWindowTitleBar: true });
  document.setLanguage(given.language);
  document.setCreator('Plumbline');
  document.setProducer('Plumbline');
  document.setCreationDate(date);
  document.setModificationDate(date);
  const id = PDFHexString.of(createHash('sha256').update(given.identity).digest('hex').slice(0, 32));
  document.context.trailerInfo.ID = document.context.obj([id, id]);
  return document.save({ addDefaultPage: false, updateFieldAppearances: false });
}
