/** Statements of one page; told at `/xapi/about`. */
export const PAGE_STATEMENTS = 500;
