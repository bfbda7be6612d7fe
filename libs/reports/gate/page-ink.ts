import type * as napiCanvas from '@napi-rs/canvas';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { z } from 'zod';

/** A page is drawn at this many pixels per point: enough to see whether it is empty or full. */
const SCALE = 0.75;
/** A pixel counts as ink below this luminance, 0 to 255: light table shading does not. */
const PAPER = 235;

const canvasModuleSchema = z.object({
  createCanvas: z.custom<CreateCanvas>((value) => typeof value === 'function'),
});
type CreateCanvas = typeof napiCanvas.createCanvas;

/** The inked share of each page, 0 to 1; null where no canvas is installed (it is an optional part of pdfjs). */
export async function inkOf(document: PDFDocumentProxy): Promise<number[] | null> {
  const createCanvas = await canvas();
  if (createCanvas === null) return null;
  const shares: number[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const viewport = page.getViewport({ scale: SCALE });
    const width = Math.ceil(viewport.width);
    const height = Math.ceil(viewport.height);
    const surface = createCanvas(width, height);
    const context = surface.getContext('2d');
    // pdfjs types its target as a browser's canvas; this one has the same interface
    const target: object = { canvas: surface, canvasContext: context, viewport, background: 'white' };
    await page.render(asRenderTarget(target)).promise;
    shares.push(inkedShare(context.getImageData(0, 0, width, height).data));
  }
  return shares;
}

type RenderTarget = Parameters<Awaited<ReturnType<PDFDocumentProxy['getPage']>>['render']>[0];

function asRenderTarget(target: object): RenderTarget {
  if (isRenderTarget(target)) return target;
  throw new TypeError('A render target has a canvas and a viewport.');
}

function isRenderTarget(target: object): target is RenderTarget {
  return 'canvas' in target && 'viewport' in target;
}

function inkedShare(pixels: Uint8ClampedArray): number {
  let inked = 0;
  for (let offset = 0; offset < pixels.length; offset += 4) {
    const luminance =
      0.299 * (pixels[offset] ?? 255) +
      0.587 * (pixels[offset + 1] ?? 255) +
      0.114 * (pixels[offset + 2] ?? 255);
    if (luminance < PAPER) inked += 1;
  }
  return inked / (pixels.length / 4);
}

async function canvas(): Promise<CreateCanvas | null> {
  try {
    return canvasModuleSchema.parse(await import('@napi-rs/canvas')).createCanvas;
  } catch {
    return null; // not built for this platform
  }
}
