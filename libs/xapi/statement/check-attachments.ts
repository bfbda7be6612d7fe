import { isMediaType, isSha2 } from './formats.ts';
import type { Inspection } from './inspection.ts';

export function checkAttachments(inspection: Inspection, value: unknown): void {
  if (!inspection.array(value, 'attachments')) return;
  inspection.enter('attachments');
  for (let index = 0; index < value.length; index++) checkAttachment(inspection, value[index], index);
  inspection.leave();
}

function checkAttachment(inspection: Inspection, value: unknown, index: number): void {
  if (!inspection.object(value, index)) return;
  inspection.enter(index);
  for (const key in value) {
    const property = value[key];
    switch (key) {
      case 'usageType':
      case 'fileUrl':
        inspection.iri(property, key);
        break;
      case 'display':
      case 'description':
        inspection.languageMap(property, key);
        break;
      case 'contentType':
        inspection.formatted(property, key, 'media-type', isMediaType);
        break;
      case 'length':
        if (!Number.isSafeInteger(property) || Number(property) < 0) {
          inspection.refuse(property, 'attachment-length', key);
        }
        break;
      case 'sha2':
        inspection.formatted(property, key, 'attachment-sha2', isSha2);
        break;
      default:
        inspection.unknown(property, key);
    }
  }
  for (const key of ['usageType', 'display', 'contentType', 'length', 'sha2'])
    inspection.required(value, key);
  inspection.leave();
}
