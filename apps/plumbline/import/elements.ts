/** One JSON value of a file, as text, and the line it begins on (from 1). */
export interface Element {
  readonly text: string;
  readonly line: number;
  /** How far the file is read when this is at hand, in characters. */
  readonly read: number;
}

/** The file is not what it should be; nothing after this place can be read. */
export class UnreadableFile extends Error {
  constructor(
    readonly line: number,
    reason: string,
  ) {
    super(`Line ${line}: ${reason}`);
    this.name = 'UnreadableFile';
  }
}

/**
 * The elements of newline-delimited JSON (one a line; empty lines are skipped) or of one JSON array, whichever the first
 * character says. An array is cut at its commas without being parsed, so a file may be larger than the memory.
 * @throws UnreadableFile when an array does not end, or something follows it
 */
export async function* elements(chunks: AsyncIterable<string>): AsyncGenerator<Element> {
  let reader: LineReader | ArrayReader | null = null;
  let leading = '';
  for await (const chunk of chunks) {
    if (reader === null) {
      leading += chunk;
      const start = leading.startsWith('\uFEFF') ? leading.slice(1) : leading;
      if (start.trim() === '') continue;
      reader = start.trimStart().startsWith('[') ? new ArrayReader() : new LineReader();
      yield* reader.take(start);
    } else yield* reader.take(chunk);
  }
  if (reader) yield* reader.end();
}

class LineReader {
  private rest = '';
  private line = 0;
  private read = 0;

  *take(chunk: string): Generator<Element> {
    const lines = (this.rest + chunk).split('\n');
    this.rest = lines.pop() ?? '';
    this.read += chunk.length;
    for (const text of lines) yield* this.element(text);
  }

  *end(): Generator<Element> {
    yield* this.element(this.rest);
  }

  private *element(text: string): Generator<Element> {
    this.line += 1;
    if (text.trim() !== '') yield { text: text.trim(), line: this.line, read: this.read };
  }
}

const QUOTE = 34;
const BACKSLASH = 92;
const NEWLINE = 10;

class ArrayReader {
  private text = '';
  private line = 1;
  private startLine = 1;
  private depth = 0;
  private inString = false;
  private escaped = false;
  private ended = false;
  private read = 0;

  *take(chunk: string): Generator<Element> {
    this.read += chunk.length;
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const code = chunk.charCodeAt(at);
      if (code === NEWLINE) this.line += 1;
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (code === BACKSLASH) this.escaped = true;
        else if (code === QUOTE) this.inString = false;
        continue;
      }
      const character = chunk[at] ?? '';
      if (this.text === '' && from === at && character.trim() === '') {
        from = at + 1;
        continue;
      }
      if (this.ended) throw new UnreadableFile(this.line, 'something follows the end of the array.');
      if (this.text === '' && from === at) this.startLine = this.line;
      if (code === QUOTE) this.inString = true;
      else if (character === '{' || character === '[') {
        this.depth += 1;
        if (this.depth === 1) from = at + 1;
      } else if (character === '}' || character === ']') {
        this.depth -= 1;
        if (this.depth === 0) {
          yield* this.element(chunk.slice(from, at));
          from = at + 1;
          this.ended = true;
        }
      } else if (character === ',' && this.depth === 1) {
        yield* this.element(chunk.slice(from, at));
        from = at + 1;
      }
    }
    this.text += chunk.slice(from);
  }

  end(): readonly Element[] {
    if (!this.ended) throw new UnreadableFile(this.line, 'the array does not end; is the file whole?');
    return [];
  }

  private *element(tail: string): Generator<Element> {
    const text = (this.text + tail).trim();
    this.text = '';
    if (text !== '') yield { text, line: this.startLine, read: this.read };
  }
}
