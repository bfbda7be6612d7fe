import { VERSION_HEADER } from './version-header.ts';
import { CONSISTENT_THROUGH_HEADER } from './xapi-hooks.ts';

/** What content in a browser sends to an LRS of another origin, and reads of its answers; content of cmi5 fetches its key first. */
export const XAPI_CROSS_ORIGIN = {
  prefixes: ['/xapi/', '/v1/cmi5/fetch/'],
  methods: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'],
  requestHeaders: [
    'Authorization',
    'Content-Type',
    'Accept',
    'Accept-Language',
    'If-Match',
    'If-None-Match',
    VERSION_HEADER,
    'X-Experience-API-Hash',
    'Content-Transfer-Encoding',
  ],
  answerHeaders: [
    'ETag',
    'Last-Modified',
    VERSION_HEADER,
    CONSISTENT_THROUGH_HEADER,
    'X-Request-Id',
    'Retry-After',
  ],
} as const;
