import type { StatusShape } from '../narrative/status-words.ts';

/** Status marks that differ in shape; decoration beside the status word, so hidden from assistive technology. */
const shapes: Record<StatusShape, string> = {
  full: '<circle cx="6" cy="6" r="5.2" fill="#1c2429"/><path d="M3.4 6.2l1.8 1.8 3.4-3.7" fill="none" stroke="#fff" stroke-width="1.4"/>',
  half: '<circle cx="6" cy="6" r="4.7" fill="#fff" stroke="#1c2429" stroke-width="1.1"/><path d="M6 1.3a4.7 4.7 0 0 1 0 9.4z" fill="#1c2429"/>',
  ring: '<circle cx="6" cy="6" r="4.7" fill="#fff" stroke="#1c2429" stroke-width="1.1"/><path d="M2 8.5h8a4.7 4.7 0 0 1-8 0z" fill="#1c2429"/>',
  cross:
    '<path d="M6 .4L11.6 6 6 11.6.4 6z" fill="#8c2f1b"/><path d="M4.2 4.2l3.6 3.6M7.8 4.2L4.2 7.8" stroke="#fff" stroke-width="1.3"/>',
  rise: '<path d="M6 1l5.2 9.6H.8z" fill="#1c2429"/>',
  level: '<path d="M1 4.4h10M1 7.8h10" stroke="#1c2429" stroke-width="1.5"/>',
  fall: '<path d="M6 11L.8 1.4h10.4z" fill="#8c2f1b"/>',
  query:
    '<circle cx="6" cy="6" r="4.8" fill="none" stroke="#59636b" stroke-width="1.1" stroke-dasharray="1.8 1.5"/>',
};

/** Key of the drawing → SVG, as the templates' `svg` takes it. */
export const statusIcons: ReadonlyMap<string, string> = new Map(
  Object.entries(shapes).map(([shape, body]) => [
    `status-${shape}`,
    `<svg class="icon" aria-hidden="true" width="12" height="12" viewBox="0 0 12 12">${body}</svg>`,
  ]),
);
