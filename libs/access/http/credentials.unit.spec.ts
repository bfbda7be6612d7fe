import { describe, expect, it } from '@jest/globals';
import { readCredentials } from './credentials.ts';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('readCredentials', () => {
  it('reads Basic and Bearer, whatever the case of the scheme', () => {
    expect(readCredentials(basic('pk_1:s:e:c'))).toEqual({ id: 'pk_1', secret: 's:e:c' });
    expect(readCredentials('bearer pk_1.s-e_c')).toEqual({ id: 'pk_1', secret: 's-e_c' });
  });

  it('tells an absent header from a malformed one', () => {
    expect(readCredentials(undefined)).toBeNull();
    for (const header of [
      '',
      'Basic',
      'Basic !!!',
      basic('noseparator'),
      basic(':secret'),
      basic('id:'),
      'Bearer id',
      'Bearer .x',
      'Digest a=b',
      'Bearer a.b c',
    ]) {
      expect([header, readCredentials(header)]).toEqual([header, 'malformed']);
    }
  });
});
