/** The HTTP edge of a process; apart from the index, so that what only needs time and ids does not load a web server. */
export { createHttpApp, type HttpAppOptions } from './http-app.ts';
export { ProblemFilter } from './problem.filter.ts';
export { parseJsonBody, DEFAULT_JSON_LIMITS, type JsonLimits } from './json-body.ts';
