import { describe, expect, it } from '@jest/globals';
import { resourceUrl } from './request-target.ts';

describe('resourceUrl', () => {
  it.each([
    ['/xapi/statements?limit=1', '/xapi/statements?limit=1'],
    ['http://lrs.example.org/xapi/statements?limit=1', '/xapi/statements?limit=1'],
    ['HTTPS://lrs.example.org:8443/xapi/about', '/xapi/about'],
    ['http://lrs.example.org', '/'],
    ['http://lrs.example.org?a=b', '/?a=b'],
    ['/%78api/%73tatements?verb=%78', '/xapi/statements?verb=%78'],
    ['/v1/events/a%2Fb%20c%C3%BC', '/v1/events/a%2Fb%20c%C3%BC'],
    ['/xapi/%2e%2E/v1', '/xapi/../v1'],
    ['/xapi?to=http://x.example/%41', '/xapi?to=http://x.example/%41'],
    ['ftp://lrs.example.org/xapi', 'ftp://lrs.example.org/xapi'],
    ['*', '*'],
  ])('of %j is %j', (target, url) => {
    expect(resourceUrl(target)).toBe(url);
  });
});
