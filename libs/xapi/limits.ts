/** How much one request may bring and take; told at `/xapi/about`. */
export const STATEMENT_LIMITS = {
  /** Statements of one POST. */
  batch: 1000,
  /** Statements of one page. */
  page: 500,
} as const;
