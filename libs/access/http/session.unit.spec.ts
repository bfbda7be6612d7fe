import { describe, expect, it } from '@jest/globals';
import { Sessions } from './session.ts';

const cookieOf = (header: string): string => header.split(';')[0] ?? '';

describe('the session cookie', () => {
  it('is read back by who signed it', () => {
    const sessions = new Sessions('secret');
    expect(sessions.read(`theme=dark; ${cookieOf(sessions.issue('pk_1'))}`)).toBe('pk_1');
  });

  it('ends after eight hours', () => {
    let now = 1_000_000;
    const sessions = new Sessions('secret', () => now);
    const cookie = cookieOf(sessions.issue('pk_1'));
    now += 8 * 3600 - 1;
    expect(sessions.read(cookie)).toBe('pk_1');
    now += 1;
    expect(sessions.read(cookie)).toBeNull();
  });

  it('is refused with another key, another expiry, another secret, or none', () => {
    const sessions = new Sessions('secret');
    const cookie = cookieOf(sessions.issue('pk_1'));
    const [name, value = ''] = cookie.split('=');
    const [, expiry, signature] = value.split('.');
    expect(sessions.read(`${name}=pk_2.${expiry}.${signature}`)).toBeNull();
    expect(sessions.read(`${name}=pk_1.${Number(expiry) + 1}.${signature}`)).toBeNull();
    expect(new Sessions('other').read(cookie)).toBeNull();
    expect(sessions.read(`${name}=pk_1.${expiry}`)).toBeNull();
    expect(sessions.read(undefined)).toBeNull();
  });

  it('is kept from scripts and from other sites', () => {
    expect(new Sessions('secret').issue('pk_1')).toMatch(/HttpOnly.*SameSite=Strict/);
  });
});
