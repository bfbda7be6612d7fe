/** The HTTP edge of a process; apart from the index, so that what only needs time and ids does not load a web server. */
export { BODY_AS_BYTES, createHttpApp, MULTIPART_AS_STREAM, type HttpAppOptions } from './http-app.ts';
export { declaresBody } from './request-content.ts';
export { globalProviders } from './global-providers.ts';
export { DEFAULT_JSON_LIMITS, jsonLimitsOf, parseJsonBody, type JsonLimits } from './json-body.ts';
export { mediaTypeOf } from './media-type.ts';
export { ApiAnswer } from './api-answers.ts';
export { openApiDocument, serveOpenApi } from './openapi.ts';
export {
  METRICS,
  OperationsController,
  READINESS_CHECKS,
  type ReadinessCheck,
} from './operations.controller.ts';
export {
  ifMatchHolds,
  ifNoneMatchHolds,
  readPreconditions,
  type EntityTags,
  type PreconditionHeaders,
  type Preconditions,
} from './preconditions.ts';
export { resourceUrl, type SentRequest } from './request-target.ts';
export { isUnpackingError, ProblemFilter } from './problem.filter.ts';
