import { describe, expect, it } from '@jest/globals';
import { Problem } from '#platform';
import { negotiateVersion } from './version-header.ts';

describe('negotiateVersion', () => {
  it.each([
    ['1.0', '1.0', '1.0.3'],
    ['1.0.0', '1.0', '1.0.3'],
    ['1.0.1', '1.0', '1.0.3'],
    ['1.0.2', '1.0', '1.0.3'],
    ['1.0.3', '1.0', '1.0.3'],
    ['2.0', '2.0', '2.0.0'],
    ['2.0.0', '2.0', '2.0.0'],
  ])('speaks %s by the rules of %s and answers %s', (header, rules, answer) => {
    expect(negotiateVersion(header)).toEqual({ rules, answer });
  });

  it.each([
    undefined,
    '',
    '0.9',
    '0.95',
    '1',
    '1.1.0',
    '2.1.0',
    '3.0.0',
    '1.0.3, 2.0.0',
    ' 1.0.3',
    ['1.0.3', '2.0.0'],
  ])('refuses %j', (header) => {
    let refusal: unknown;
    try {
      negotiateVersion(header);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(Problem);
    expect(refusal).toMatchObject({
      status: 400,
      errors: [{ pointer: 'X-Experience-API-Version' }],
    });
  });
});
