/** Whether a text can be the value of a header (RFC 9110, section 5.5), as bytes of ISO 8859-1. */
export function isHeaderValue(text: string): boolean {
  return /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(text);
}
