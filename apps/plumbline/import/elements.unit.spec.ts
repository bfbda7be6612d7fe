import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { elements, UnreadableFile, type Element } from './elements.ts';

async function read(...chunks: string[]): Promise<Element[]> {
  async function* source() {
    yield* chunks;
  }
  const found: Element[] = [];
  for await (const element of elements(source())) found.push(element);
  return found;
}

const told = (found: readonly Element[]) => found.map(({ text, line }) => [line, text]);

describe('elements of a file', () => {
  it('are lines, counted with the empty ones', async () => {
    expect(told(await read('\uFEFF{"a":1}\r\n\n {"b":2}'))).toEqual([
      [1, '{"a":1}'],
      [3, '{"b":2}'],
    ]);
  });

  it('are the elements of an array, each with the line it begins on', async () => {
    const text = '\n[\n  {"a": [1, 2],\n   "b": "]},{"},\n  {"c": "\\"}"}, 3\n]\n';
    expect(told(await read(text))).toEqual([
      [3, '{"a": [1, 2],\n   "b": "]},{"}'],
      [5, '{"c": "\\"}"}'],
      [5, '3'],
    ]);
  });

  it('are none of an empty file or array', async () => {
    expect(await read('')).toEqual([]);
    expect(await read(' [ ] ')).toEqual([]);
  });

  it('end with the line of the fault when an array is cut off or followed by something', async () => {
    await expect(read('[{"a":1},\n{"b"')).rejects.toThrow(
      new UnreadableFile(2, 'the array does not end; is the file whole?'),
    );
    await expect(read('[1]\n[2]')).rejects.toThrow('Line 2: something follows');
  });

  it('are the same however the file is cut into chunks, and parse back to what was written', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1 }),
        fc.boolean(),
        fc.array(fc.nat(200), { maxLength: 8 }),
        async (values, pretty, cuts) => {
          const text = JSON.stringify(values, null, pretty ? 2 : 0);
          const places = [
            0,
            ...cuts.map((cut) => Math.min(cut, text.length)).sort((a, b) => a - b),
            text.length,
          ];
          const chunks = places.slice(1).map((end, index) => text.slice(places[index], end));
          const found = await read(...chunks);
          expect(found.map((element) => JSON.parse(element.text) as unknown)).toEqual(JSON.parse(text));
          expect(told(found)).toEqual(told(await read(text)));
        },
      ),
    );
  });
});
