import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { unpackBundledBrowser } from './bundled-browser.ts';

/** No Chromium could be found or started; `reason` is for the operator. */
export class BrowserMissingError extends Error {
  readonly reason: string;

  constructor(reason: string, options?: ErrorOptions) {
    super(`No browser to print with: ${reason}`, options);
    this.name = 'BrowserMissingError';
    this.reason = reason;
  }
}

const systemNames = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome-headless-shell',
];
const fixedPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * The browser to print with: the configured one, else one on the system's path, else the bundled one. A configured
 * path that is not there is an error, never passed over.
 */
export async function findBrowser(configured: string | null, searchPath: string): Promise<string> {
  if (configured !== null) {
    if (await isExecutable(configured)) return configured;
    throw new BrowserMissingError(`PLUMBLINE_CHROMIUM names ${configured}, which cannot be run.`);
  }
  const places = searchPath
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => systemNames.map((name) => join(folder, name)));
  for (const place of [...places, ...fixedPlaces]) if (await isExecutable(place)) return place;
  try {
    return await unpackBundledBrowser();
  } catch (error) {
    throw new BrowserMissingError('none is installed, and the bundled one could not be unpacked.', {
      cause: error,
    });
  }
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
