import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { jsonAsSent, parseExactJson, withNearestNumbers } from './exact-json.ts';
import { ExactNumber, numberOf } from './exact-number.ts';

const writtenAgain = (text: string) => jsonAsSent(JSON.stringify(parseExactJson(text)));

describe('parseExactJson', () => {
  it.each([
    '9007199254740993',
    '-9007199254740993',
    '1234567890123456789',
    '18446744073709551616',
    '-9223372036854775809',
    '123456789012345678901234567890',
    '0.1234567890123456789012',
    '123456789.123456789012',
    '87.50000000000000000001',
    '1e-400',
    '1.234567890123456789E+30',
  ])('keeps the digits of %s', (number) => {
    for (const text of [number, `[${number}]`, `{"a":{"b":[1,\n ${number}]},"c":"${number}"}`]) {
      expect(writtenAgain(text)).toBe(text.replace(/\s/g, ''));
    }
    expect(numberOf(parseExactJson(number))).toBe(Number(number));
  });

  it.each([
    '0',
    '-0',
    '1.0',
    '0.1',
    '0.30000000000000004',
    '1e5',
    '1E+2',
    '100000000000000000000000',
    '5e-324',
  ])('gives %s as the number it is', (number) => expect(parseExactJson(number)).toBe(Number(number)));

  it('leaves strings alone, whatever numbers they hold', () => {
    const text = String.raw`{"a":"x\", 9007199254740993","9007199254740993":",1e-400 \\","n":9007199254740993}`;
    expect(writtenAgain(text)).toBe(text);
  });

  it('gives the same as JSON.parse for whatever JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(parseExactJson(text)).toEqual(JSON.parse(text));
        expect(jsonAsSent(text)).toBe(text);
      }),
    );
  });

  it('fails on what is no JSON as JSON.parse does', () => {
    expect(() => parseExactJson('{9007199254740993:1}')).toThrow(SyntaxError);
    expect(() => parseExactJson('[09007199254740993]')).toThrow(SyntaxError);
  });

  it('takes a body of millions of short numbers in seconds, though one of them is long', () => {
    const text = `[${'1,'.repeat(2_000_000)}9007199254740993]`;
    const started = performance.now();
    parseExactJson(text);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('ExactNumber', () => {
  const canonical = (text: string) => new ExactNumber(text).canonical;

  it('has one canonical text for one value', () => {
    expect(canonical('9007199254740993')).toBe(canonical('9007199254740993.00'));
    expect(canonical('9007199254740993')).toBe(canonical('9.007199254740993e15'));
    expect(canonical('0.1234567890123456789')).toBe(canonical('1234567890123456789E-19'));
    expect(canonical('-9007199254740993')).not.toBe(canonical('9007199254740993'));
  });
});

describe('withNearestNumbers', () => {
  it('gives doubles where digits were kept, and the same value when there are none', () => {
    expect(withNearestNumbers(parseExactJson('{"a":[1,9007199254740993],"b":null}'))).toEqual({
      a: [1, 9007199254740992],
      b: null,
    });
    const plain = { a: [1, { b: 'c' }] };
    expect(withNearestNumbers(plain)).toBe(plain);
  });
});
