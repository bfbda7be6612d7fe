import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder with package.json, from which `dashboards/` and migrations are read, whether run from source or dist. */
export const projectRoot: string = (() => {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`No package.json above ${import.meta.dirname}.`);
    folder = parent;
  }
  return folder;
})();
