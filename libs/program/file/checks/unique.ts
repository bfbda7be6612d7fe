import type { FileFault } from '../file-fault.ts';

/** A thing of the file that must be the only one of its name. */
export interface Named {
  readonly name: string | undefined;
  readonly path: readonly PropertyKey[];
}

/** Every name after its first appearance is a fault. */
export function repeated(things: readonly Named[], what: string): FileFault[] {
  const seen = new Set<string>();
  return things.flatMap(({ name, path }) => {
    if (name === undefined) return [];
    if (seen.has(name))
      return [{ path, reason: `The ${what} ${name} is there already; each has an id of its own.` }];
    seen.add(name);
    return [];
  });
}

/** A name that should lead to something in the file and does not. */
export function dangling(things: readonly Named[], known: ReadonlySet<string>, what: string): FileFault[] {
  return things.flatMap(({ name, path }) =>
    name === undefined || known.has(name)
      ? []
      : [{ path, reason: `There is no ${what} ${name} in this file.` }],
  );
}

/** The names that are there. */
export function namesOf(things: readonly { readonly id?: string | undefined }[]): ReadonlySet<string> {
  return new Set(things.flatMap(({ id }) => (id === undefined ? [] : [id])));
}

/** The ids of a list of the file with their paths. */
export function idsIn(
  things: readonly { readonly id?: string | undefined }[],
  path: readonly PropertyKey[],
): Named[] {
  return things.map(({ id }, index) => ({ name: id, path: [...path, index, 'id'] }));
}
