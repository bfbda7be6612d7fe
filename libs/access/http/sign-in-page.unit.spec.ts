import { describe, expect, it } from '@jest/globals';
import { safeNext, signInPage } from './sign-in-page.ts';

describe('safeNext', () => {
  it.each(['/dashboards', '/dashboards/p/executive', '/dashboards/p/executive?asOf=2026-10-31'])(
    'leads on to %s',
    (asked) => expect(safeNext(asked)).toBe(asked),
  );

  it.each([
    'https://evil.example/dashboards/p/executive',
    '//evil.example/dashboards',
    '/\\evil.example/dashboards',
    '\\\\evil.example',
    '/dashboards/../v1/keys',
    '/dashboards//evil.example',
    '/dashboards\\..\\..\\v1',
    '/dashboards-of-others',
    'javascript:alert(1)',
    'dashboards@evil.example',
    'http://[',
    '',
    undefined,
    ['/dashboards/p/executive'],
  ])('leads home instead of to %j', (asked) => expect(safeNext(asked)).toBe('/dashboards'));
});

describe('signInPage', () => {
  it('writes what it was given as text', () => {
    const page = signInPage({ next: '/dashboards/"><script>', error: '<b>no</b> & "never"' });
    expect(page).not.toContain('<script>');
    expect(page).not.toContain('<b>');
    expect(page).toContain('&lt;b&gt;no&lt;/b&gt; &amp; &quot;never&quot;');
  });
});
