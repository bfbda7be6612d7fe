/** Reads the values of an answer in the format RowBinary one after the other. */
export class RowBinaryReader {
  private at = 0;

  constructor(private readonly answer: Buffer) {}

  get atEnd(): boolean {
    return this.at >= this.answer.byteLength;
  }

  /** A String: its length, seven bits to a byte, the least first, and its bytes. @throws RangeError when the answer ends before */
  bytes(): Buffer {
    let length = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = this.answer.readUInt8(this.at);
      this.at += 1;
      length += (byte & 0x7f) * shift;
      if (byte < 0x80) break;
    }
    const end = this.at + length;
    if (end > this.answer.byteLength) throw new RangeError('The answer ends within a value.');
    const value = this.answer.subarray(this.at, end);
    this.at = end;
    return value;
  }
}
