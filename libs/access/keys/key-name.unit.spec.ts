import { describe, expect, it } from '@jest/globals';
import { keyName } from './key-name.ts';
import { keyRequest, tenantName } from './api-key.ts';

describe('the name of a key', () => {
  it.each([
    ['LMS production', 'LMS production'],
    ['  nightly import\n', 'nightly import'],
    ['Ingénieurs · 学習 · العربية', 'Ingénieurs · 学習 · العربية'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['👩\u200d💻 dashboards', '👩\u200d💻 dashboards'],
    ['\ufefflms', 'lms'],
    ['x'.repeat(100), 'x'.repeat(100)],
    ['🙂'.repeat(100), '🙂'.repeat(100)],
  ])('may be %j', (name, kept) => {
    expect(keyName.parse(name)).toBe(kept);
  });

  it.each([
    ['', /what the key is for/],
    ['   \t', /what the key is for/],
    ['\u200d', /what the key is for/],
    ['x'.repeat(101), /at most 100 characters; this has 101/],
    ['lms\u0000', /U\+0000/],
    ['l\nms', /U\+000A/],
    ['l\u001b[31mms', /U\+001B/],
    ['l\u009bms', /U\+009B/],
    ['nimda \u202eadmin', /U\+202E/],
    ['a\u2066b', /U\+2066/],
    ['a\u200fb', /U\+200F/],
    ['a\u200bb', /U\+200B/],
    ['a\u2028b', /U\+2028/],
    ['a\ud800b', /U\+D800/],
    ['a\u{e0041}b', /U\+E0041/],
  ])('must not be %j, and is told why', (name, reason) => {
    const { error } = keyRequest.safeParse({ name, scopes: ['read'] });
    expect(error?.issues).toMatchObject([{ path: ['name'], message: expect.stringMatching(reason) }]);
  });
});

describe('the name of a tenant', () => {
  it.each(['a', 'acme', 'acme-2', 'x'.repeat(63)])('may be %j, with spaces around it taken away', (name) => {
    expect(tenantName.parse(` ${name}\n`)).toBe(name);
  });

  it.each(['', ' ', '-a', 'a-', 'Acme', 'a b', 'a\u0000', 'a\u202eb', 'ä', 'a/b', 'x'.repeat(64)])(
    'must not be %j, and is told why',
    (name) => {
      const { error } = tenantName.safeParse(name);
      expect(error?.issues).toMatchObject([{ message: expect.stringMatching(/^Use lower-case letters/) }]);
    },
  );
});
