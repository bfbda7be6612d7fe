import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { withNearestNumbers } from '../json/exact-json.ts';
import { Problem } from '../problem.ts';
import { DEFAULT_JSON_LIMITS, parseJsonBody } from './json-body.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');

function refusal(body: Uint8Array | string, limits = DEFAULT_JSON_LIMITS): Problem {
  try {
    parseJsonBody(typeof body === 'string' ? bytes(body) : body, limits);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('The body was accepted.');
}

/** What came out, or that it was refused. */
function outcome(parse: () => unknown): unknown {
  try {
    return { value: parse() };
  } catch (error) {
    return {
      refused: error instanceof SyntaxError || (error instanceof Problem && error.type === 'invalid-json'),
    };
  }
}

describe('parseJsonBody', () => {
  it('reads what JSON.parse reads, when nothing is twice', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        const value: unknown = JSON.parse(text);
        if (/__proto__|constructor/.test(text)) return;
        expect(parseJsonBody(bytes(text))).toEqual(value);
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses exactly what JSON.parse refuses, and nothing else', () => {
    const texts = fc
      .tuple(
        fc.json({ maxDepth: 3 }),
        fc.nat(),
        fc.constantFrom('', '{', '}', '"', ',', ':', '\\', '1', '\n', '\0', 'x'),
      )
      .map(([text, place, noise]) => {
        const at = place % (text.length + 1);
        return text.slice(0, at) + noise + text.slice(at + (place % 2));
      })
      .filter(
        (text) =>
          !/__proto__|constructor|e\+?\d{3}|"(\\.|[^"\\])*"\s*:.*"(\\.|[^"\\])*"\s*:/.test(text) &&
          text.isWellFormed(),
      );
    fc.assert(
      fc.property(texts, (text) => {
        expect(outcome(() => withNearestNumbers(parseJsonBody(bytes(text))))).toEqual(
          outcome(() => JSON.parse(text)),
        );
      }),
      { numRuns: 3000 },
    );
  });

  it('names line, column and pointer of a fault', () => {
    const problem = refusal('{\n  "actor": {"name": "Ada",}\n}');
    expect(problem.errors).toEqual([
      {
        pointer: '/actor',
        reason: 'A property name in double quotes is expected at line 2, column 27 (offset 28).',
      },
    ]);
  });

  it('says where bytes stop being UTF-8', () => {
    const problem = refusal(Buffer.concat([bytes('{"a":"é'), Buffer.from([0xc3, 0x28]), bytes('"}')]));
    expect(problem).toMatchObject({ status: 400, type: 'invalid-json' });
    expect(problem.message).toContain('offset 8');
  });

  it.each([
    ['an overlong encoding', [0x22, 0xc0, 0xaf, 0x22]],
    ['an encoded surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['a character cut short', [0x22, 0xe2, 0x82]],
  ])('refuses %s', (_, octets) => {
    expect(refusal(Uint8Array.from(octets)).status).toBe(400);
  });

  it('skips a byte order mark', () => {
    expect(parseJsonBody(bytes('\ufeff[1]'))).toEqual([1]);
  });

  it('refuses an empty body', () => {
    expect(refusal('').errors?.[0]?.reason).toContain('ends where a value should stand');
  });

  it('refuses a bare NUL and keeps an escaped one', () => {
    expect(refusal('{"a":"x\0y"}').errors?.[0]).toMatchObject({ pointer: '/a' });
    expect(parseJsonBody(bytes('{"a":"x\\u0000y"}'))).toEqual({ a: 'x\0y' });
  });

  it('refuses nesting beyond the limit before parsing, and takes nesting at it', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseJsonBody(bytes(nested(100)))).toHaveLength(1);
    expect(refusal(nested(101)).status).toBe(413);
    expect(refusal('['.repeat(5_000_000))).toMatchObject({ status: 413, type: 'too-large' });
    expect(refusal('{"a":'.repeat(200_000)).status).toBe(413);
  });

  it('does not take brackets inside strings for nesting', () => {
    const text = '[{"\\"[[[": "\\\\", "a": "]]]{{{\\\\\\""}]';
    expect(parseJsonBody(bytes(text), { ...DEFAULT_JSON_LIMITS, maxDepth: 2 })).toEqual(JSON.parse(text));
  });

  it('refuses more bytes, and longer strings and keys, than the limits say', () => {
    const limits = { maxBytes: 40, maxDepth: 10, maxStringLength: 5 };
    expect(refusal(' '.repeat(41), limits).status).toBe(413);
    expect(refusal('{"a":{"b":"123456"}}', limits)).toMatchObject({
      status: 413,
      errors: [{ pointer: '/a/b' }],
    });
    expect(refusal('{"123456":1}', limits).status).toBe(413);
    expect(parseJsonBody(bytes('["12345"]'), limits)).toEqual(['12345']);
  });

  it.each([
    ['{"a":[{"__proto__":{"admin":true}}]}', '/a/0/__proto__'],
    ['{"\\u005f_proto__":1}', '/__proto__'],
    ['{"x":{"constructor":{"prototype":{"admin":true}}}}', '/x/constructor'],
    ['{"a":1,"b":{"c":1,"c":2}}', '/b/c'],
    ['{"a":1,"\\u0061":2}', '/a'],
    ['[[1e400]]', '/0/0'],
    ['{"a":-1E+309}', '/a'],
    ['["\\ud800x"]', '/0'],
    ['{"k\\uDC00":1}', `/k\udc00`],
  ])('refuses %s and points at it', (text, pointer) => {
    expect(refusal(text)).toMatchObject({ status: 400, errors: [{ pointer }] });
  });

  it('takes a constructor that is only a word', () => {
    expect(parseJsonBody(bytes('{"constructor":"Ada","toString":{"x":1}}'))).toEqual({
      constructor: 'Ada',
      toString: { x: 1 },
    });
  });

  it('takes a whole surrogate pair, escaped or not', () => {
    expect(parseJsonBody(bytes('["\\ud83d\\ude00","😀"]'))).toEqual(['😀', '😀']);
  });
});
