import { badRequest, Problem, tooLarge } from '#platform';
import { isUnpackingError } from '#platform/http';

/** The headers of a part by their names in lower case; a name that comes again keeps its first value. */
export type PartHeaders = ReadonlyMap<string, string>;

const CLAUSE = 'xAPI 1.0.3 Communication 1.5.2, RFC 2046 5.1';
const CRLF = Buffer.from('\r\n');
const END_OF_HEADERS = Buffer.from('\r\n\r\n');
/** Bytes of the headers of one part, and of what may stand before the first one. */
const MOST_HEADER_BYTES = 16 * 1024;
/** Milliseconds that a body may stand still. */
const SILENCE_MILLIS = 60_000;

/** How long a body may stand still, and how much of what is not wanted is read on. */
export interface Patience {
  readonly silenceMillis: number;
}

/**
 * The parts of a multipart body one after the other (RFC 2046, section 5.1), pulled from the connection as they are wanted:
 * what is not asked for stays with the client, so that no more than one network read is held here.
 */
export class MultipartBody {
  private readonly source: AsyncIterator<unknown>;
  private readonly delimiter: Buffer;
  private readonly bareDelimiter: Buffer;
  /** Begins with the line break that the first delimiter may come without. */
  private unread = CRLF;
  private ended = false;
  private closed = false;
  private boundaryWithin = false;
  private stoodStill = false;

  constructor(
    body: AsyncIterable<unknown>,
    boundary: string,
    private readonly patience: Patience = { silenceMillis: SILENCE_MILLIS },
  ) {
    this.source = body[Symbol.asyncIterator]();
    this.delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
    this.bareDelimiter = this.delimiter.subarray(CRLF.byteLength);
  }

  /**
   * What to tell of the content that was read last when it is not as it should be: widely used senders leave out the line break
   * between a content and the next boundary, and that content then ends behind the next part. Empty where the boundary is not in it.
   */
  get hint(): string {
    return this.boundaryWithin
      ? ' The boundary stands within the content: a line break (CRLF) belongs before each boundary; a lenient key may leave it out.'
      : '';
  }

  /** The headers of the next part; null behind the last. The content of the part before must have been read. */
  async next(): Promise<PartHeaders | null> {
    if (this.closed) return null;
    if (this.unread === CRLF) await this.skipPreamble();
    const marks = await this.upTo(CRLF, 'the line of a boundary', true);
    if (marks.startsWith('--')) {
      this.closed = true;
      return null;
    }
    if (marks.trim() !== '')
      throw malformed(`A line begins with the boundary and goes on with ${JSON.stringify(marks)}.`);
    // The line break stays before the headers, so that a part without any is found too.
    this.unread = Buffer.concat([CRLF, this.unread]);
    return headersOf(await this.upTo(END_OF_HEADERS, 'the headers of a part', false), this.delimiter);
  }

  /**
   * The content of the part whose headers were read last, in pieces that end anywhere.
   * @param endsHere asked at a boundary that has no line break before it, when all before it was given: whether the content ends there
   */
  async *content(endsHere: () => boolean = () => false): AsyncGenerator<Buffer, void, undefined> {
    this.boundaryWithin = false;
    for (;;) {
      const found = this.unread.indexOf(this.bareDelimiter);
      if (found >= 0) {
        const before = this.unread.subarray(0, found);
        const isOnItsLine = before.subarray(-CRLF.byteLength).equals(CRLF);
        const content = isOnItsLine ? before.subarray(0, -CRLF.byteLength) : before;
        if (content.byteLength > 0) yield content;
        this.unread = this.unread.subarray(found + this.bareDelimiter.byteLength);
        if (isOnItsLine) return;
        this.boundaryWithin = true;
        if (endsHere()) return;
        yield this.bareDelimiter;
        continue;
      }
      // The last bytes may be the beginning of a delimiter.
      const safe = this.unread.byteLength - this.delimiter.byteLength + 1;
      if (safe > 0) {
        yield this.unread.subarray(0, safe);
        this.unread = this.unread.subarray(safe);
      }
      if (!(await this.pull()))
        throw malformed(`The body ends before its last boundary, which ends with "--".${this.hint}`);
    }
  }

  /**
   * Reads on, at most so many bytes, and forgets them: a client that still sends does not look for its answer.
   * @returns whether that was all; never an error, since the request has one already
   */
  async discard(mostBytes: number): Promise<boolean> {
    this.closed = true;
    // who was waited for in vain would not be waited for again
    if (this.stoodStill) return false;
    try {
      for (let bytes = 0; bytes <= mostBytes; bytes += this.unread.byteLength) {
        this.unread = Buffer.alloc(0);
        if (!(await this.pull())) return true;
      }
    } catch (error) {
      if (!(error instanceof Problem) && !isUnpackingError(error)) throw error;
    }
    return false;
  }

  private async skipPreamble(): Promise<void> {
    let bytes = 0;
    for await (const piece of this.content()) {
      bytes += piece.byteLength;
      if (bytes > MOST_HEADER_BYTES)
        throw malformed('It does not begin with the boundary of its Content-Type.');
    }
  }

  /** Text up to a mark, which is read too. @param orEnd the end of the body counts as the mark */
  private async upTo(mark: Buffer, what: string, orEnd: boolean): Promise<string> {
    for (;;) {
      const end = this.unread.indexOf(mark);
      const read = end >= 0 ? end : this.ended && orEnd ? this.unread.byteLength : -1;
      if (read > MOST_HEADER_BYTES || (read < 0 && this.unread.byteLength > MOST_HEADER_BYTES))
        throw tooLarge(`In a part, ${what} may have ${MOST_HEADER_BYTES} bytes at most.`);
      if (read >= 0) {
        const text = this.unread.toString('latin1', 0, read);
        this.unread = this.unread.subarray(read + (end >= 0 ? mark.byteLength : 0));
        return text;
      }
      if (!(await this.pull()) && !orEnd) throw malformed(`The body ends within ${what}.`);
    }
  }

  private async pull(): Promise<boolean> {
    if (this.ended) return false;
    const { value, done } = await withinSilence(this.source.next(), this.patience.silenceMillis, () => {
      this.stoodStill = true;
    });
    if (done === true) {
      this.ended = true;
      return false;
    }
    if (!(value instanceof Uint8Array)) throw new TypeError('A body is read as bytes.');
    this.unread = Buffer.concat([this.unread, value]);
    return true;
  }
}

function headersOf(block: string, delimiter: Buffer): PartHeaders {
  if (`\r\n${block}`.includes(delimiter.toString('latin1')))
    throw malformed('A part has no empty line between its headers and its content.');
  const headers = new Map<string, string>();
  const lines = block.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  for (const line of lines) {
    if (line === '') continue;
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon < 1 || !/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name))
      throw malformed(`A header of a part is not "Name: value": ${JSON.stringify(line.slice(0, 80))}.`);
    if (!headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return headers;
}

function malformed(reason: string): Problem {
  const detail = `The multipart body cannot be read: ${reason}`;
  return badRequest(detail, [{ pointer: '', reason, clause: CLAUSE }], 'invalid-multipart');
}

async function withinSilence<T>(read: Promise<T>, millis: number, onSilence: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silent = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      onSilence();
      reject(stoodStill(millis));
    }, millis);
  });
  try {
    return await Promise.race([read, silent]);
  } catch (error) {
    if (error instanceof Problem || isUnpackingError(error)) throw error;
    throw malformed('The connection ended before the body did.');
  } finally {
    clearTimeout(timer);
  }
}

function stoodStill(millis: number): Problem {
  return new Problem({
    status: 408,
    type: 'timeout',
    title: 'Request timeout',
    detail: `The body stood still for ${millis / 1000} seconds; nothing was stored. Send the request again.`,
    headers: { Connection: 'close' },
  });
}
