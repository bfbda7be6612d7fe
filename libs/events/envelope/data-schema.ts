/** The URN of one version of a type's data, also the `$id` of its published JSON Schema. */
export function schemaUrn(type: string, version: number): string {
  return `urn:plumbline:schema:${type}:${version}`;
}

/**
 * The version of a type's data that a `dataschema` names: `urn:plumbline:schema:<type>:<version>`, or any URL that ends
 * in `/schemas/<type>.json` with the fragment `#v<version>`; absent or without a fragment it is the current one.
 * Null when it names no version of this type.
 */
export function versionOf(dataschema: string | undefined, type: string, current: number): number | null {
  if (dataschema === undefined) return current;
  const urn = schemaUrn(type, 0).slice(0, -1);
  if (dataschema.startsWith(urn)) return versionNumber(dataschema.slice(urn.length));
  const hash = dataschema.indexOf('#');
  const resource = hash < 0 ? dataschema : dataschema.slice(0, hash);
  if (!resource.endsWith(`/schemas/${type}.json`)) return null;
  if (hash < 0) return current;
  return dataschema.startsWith('#v', hash) ? versionNumber(dataschema.slice(hash + 2)) : null;
}

function versionNumber(text: string): number | null {
  return /^[1-9]\d{0,3}$/.test(text) ? Number(text) : null;
}
