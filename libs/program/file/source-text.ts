import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';
import { jsonPointer, parseJsonBody, Problem } from '#platform';

/** One fault of a program file. `line` and `column` count from 1; `pointer` is a JSON Pointer into the file. */
export interface ProgramFileError {
  readonly line: number;
  readonly column: number;
  readonly pointer: string;
  readonly reason: string;
}

export type ProgramFileFormat = 'yaml' | 'json';

/** A file as a plain value, and where in the text its parts stand. */
export interface SourceText {
  readonly value: unknown;
  /** The place of a path: its key or item; of a path that is not there, the nearest part around it. */
  locate(path: readonly PropertyKey[]): Place;
}

/** A place in a text; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export function errorAt({ line, column }: Place, pointer: string, reason: string): ProgramFileError {
  return { line, column, pointer, reason };
}

const MAX_CHARACTERS = 16 * 1024 * 1024;
/** The YAML parser takes some 50 µs a node, in one go; lines and separators bound the nodes. */
const MAX_SEPARATORS = 60_000;
const MAX_DEPTH = 32;
/** The YAML parser compiles a pattern as long as an indentation, so indentation is bounded before it reads. */
const MAX_INDENT = 200;

const START = { line: 1, column: 1 };

/** Reads the text without running anything in it: no aliases, merge keys, tags or duplicate keys. */
export function readSource(
  text: string,
  format: ProgramFileFormat,
):
  | { readonly ok: true; readonly source: SourceText }
  | { readonly ok: false; readonly errors: readonly ProgramFileError[] } {
  const refusal = oversize(text);
  if (refusal !== null) return { ok: false, errors: [refusal] };
  const lines = new LineCounter();
  // Duplicates are found while walking: the parser compares every key with every other.
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: false,
    merge: false,
    schema: 'core',
    prettyErrors: false,
    logLevel: 'error',
  });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const locate = (path: readonly PropertyKey[]) => {
    const offset = offsetOf(document, path);
    return offset === null ? START : place(offset);
  };
  const errors =
    format === 'json'
      ? jsonErrors(text, document, place, locate)
      : document.errors.map(({ pos, message }) =>
          errorAt(place(pos[0]), '', `Not YAML as it should be: ${message}.`),
        );
  if (errors.length === 0)
    walk(document.contents, [], (path, offset, reason) => {
      errors.push(errorAt(place(offset), jsonPointer(path), reason));
    });
  if (errors.length > 0) return { ok: false, errors };
  return { ok: true, source: { value: document.toJS({ maxAliasCount: 0 }), locate } };
}

function oversize(text: string): ProgramFileError | null {
  if (text.length > MAX_CHARACTERS) {
    return { ...START, pointer: '', reason: `A program file has at most ${MAX_CHARACTERS} characters.` };
  }
  const separators = text.match(/[\n,:]/g)?.length ?? 0;
  if (separators > MAX_SEPARATORS) {
    const reason = `A program file has at most ${MAX_SEPARATORS} lines, commas and colons; this one has ${separators}. Enrol many learners by events.`;
    return { ...START, pointer: '', reason };
  }
  let depth = 0;
  let line = 0;
  for (const content of text.split('\n')) {
    line += 1;
    if (/^[\s?:-]*/.exec(content.slice(0, MAX_INDENT + 1))?.[0].length === MAX_INDENT + 1) {
      return { line, column: 1, pointer: '', reason: `Indented by more than ${MAX_INDENT} columns.` };
    }
    for (const [bracket] of content.matchAll(/[[\]{}]/g)) {
      depth = Math.max(0, depth + (bracket === '[' || bracket === '{' ? 1 : -1));
      if (depth > MAX_DEPTH)
        return { line, column: 1, pointer: '', reason: `Nested deeper than ${MAX_DEPTH} levels.` };
    }
  }
  return null;
}

/** JSON is read by the reader of request bodies, which knows its grammar; the places come from the tree of the parser. */
function jsonErrors(
  text: string,
  document: Document.Parsed,
  place: (offset: number) => Place,
  locate: SourceText['locate'],
): ProgramFileError[] {
  try {
    parseJsonBody(Buffer.from(text, 'utf8'));
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const [syntax] = document.errors;
    return (error.errors ?? [{ pointer: '', reason: error.message }]).map(({ pointer, reason }) =>
      errorAt(syntax ? place(syntax.pos[0]) : locate(pathOf(pointer)), pointer, reason),
    );
  }
}

function walk(
  node: unknown,
  path: PropertyKey[],
  report: (path: readonly PropertyKey[], offset: number, reason: string) => void,
): void {
  if (isAlias(node)) {
    report(path, startOf(node), 'Aliases (*name) are not taken; write the value out.');
  } else if (path.length > MAX_DEPTH) {
    report(path, startOf(node), `Nested deeper than ${MAX_DEPTH} levels.`);
  } else if (isMap(node)) {
    const seen = new Set<string>();
    for (const pair of node.items) walkPair(pair, path, seen, report);
  } else if (isSeq(node)) {
    node.items.forEach((item, index) => walk(item, [...path, index], report));
  } else if (isScalar(node) && typeof node.value === 'string' && !isPlainText(node.value)) {
    report(path, startOf(node), 'Must be Unicode text without the character NUL.');
  }
  if (isNode(node) && node.tag !== undefined && !CORE_TAGS.has(node.tag)) {
    report(path, startOf(node), `The tag ${node.tag} is not taken.`);
  }
}

const CORE_TAGS = new Set(
  ['map', 'seq', 'str', 'int', 'float', 'bool', 'null'].map((name) => `tag:yaml.org,2002:${name}`),
);

function walkPair(
  pair: Pair,
  path: readonly PropertyKey[],
  seen: Set<string>,
  report: (path: readonly PropertyKey[], offset: number, reason: string) => void,
): void {
  if (!isScalar(pair.key)) {
    report(path, startOf(pair.key), 'A property name must be plain text.');
    return;
  }
  const key = String(pair.key.value);
  const here = [...path, key];
  const offset = startOf(pair.key);
  if (key === '__proto__') report(here, offset, 'A property must not be named __proto__.');
  else if (key === '<<') report(here, offset, 'Merge keys (<<) are not taken; write the values out.');
  else if (seen.has(key)) report(here, offset, 'The property is given twice.');
  else walk(pair.value, here, report);
  seen.add(key);
}

function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number | null {
  let node: unknown = document.contents;
  let offset = isNode(node) ? startOf(node) : null;
  for (const key of path) {
    if (isMap(node)) {
      const pair = pairsOf(node).get(String(key));
      if (!pair) return offset;
      offset = startOf(pair.key);
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      if (!isNode(node)) return offset;
      offset = startOf(node);
    } else return offset;
  }
  return offset;
}

/** A map's pairs by name: a file with many faults looks into the same map for each of them. */
const pairsByName = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

function pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
  const known = pairsByName.get(map);
  if (known) return known;
  const pairs = new Map(
    map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair] as const] : [])),
  );
  pairsByName.set(map, pairs);
  return pairs;
}

function isNode(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value);
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

function isPlainText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000');
}

function pathOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}
