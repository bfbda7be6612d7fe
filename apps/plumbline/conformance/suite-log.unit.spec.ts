import { describe, expect, it } from '@jest/globals';
import { readSuiteLog } from './suite-log.ts';

const test = (title: string, status: string, error?: string) => ({ title, status, error });
const log = (
  tests: object[],
  { state = 'finished', total = 2, passed = 2, failed = 0 }: Record<string, unknown> = {},
) => JSON.stringify({ state, summary: { total, passed, failed }, log: { name: 'console', tests } });
const two = [{ title: 'Statements', tests: [test('PUT', 'passed'), test('POST', 'passed')] }];

describe('readSuiteLog', () => {
  it('takes a finished run in which everything passed for conforming', () => {
    expect(readSuiteLog(log(two))).toEqual({
      total: 2,
      passed: 2,
      shortfalls: [],
      incomplete: null,
      conforms: true,
    });
  });

  it('tells what did not pass: failed, or never came to its turn', () => {
    const tests = [
      {
        title: 'Statements',
        tests: [test('PUT', 'failed', 'got 415\n at x.js:1'), test('POST', 'cancelled')],
      },
      test('GET', 'passed'),
    ];
    expect(readSuiteLog(log(tests, { total: 3, passed: 1, failed: 1 }))).toEqual({
      total: 3,
      passed: 1,
      shortfalls: [
        { requirement: 'Statements › PUT', status: 'failed', error: 'got 415' },
        { requirement: 'Statements › POST', status: 'cancelled', error: '' },
      ],
      incomplete: null,
      conforms: false,
    });
  });

  it.each([
    ['died', log(two, { state: 'running' }), /running, not finished/],
    ['lost tests', log(two, { total: 1365, passed: 2 }), /tells of 2 tests, the summary of 1365/],
    ['has none', log([], { total: 0, passed: 0 }), /no tests/],
  ])('does not count a run that %s', (_, text, why) => {
    expect(readSuiteLog(text)).toMatchObject({ conforms: false, incomplete: expect.stringMatching(why) });
  });

  it('refuses what is no log', () => {
    expect(() => readSuiteLog('{"passed": 1365}')).toThrow(/summary/);
  });
});
