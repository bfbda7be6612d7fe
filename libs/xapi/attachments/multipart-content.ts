import { badRequest } from '#platform';

const CLAUSE = 'xAPI 1.0.3 Communication 1.5.2';
/** RFC 2046, section 5.1.1. */
const BOUNDARY = /^[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]$/;

/** The boundary of a multipart Content-Type. @throws Problem 400 when it has none */
export function boundaryOf(contentType: string): string {
  const [, quoted, bare] = /;\s*boundary\s*=\s*(?:"([^"]*)"|([^\s;]*))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare ?? '';
  if (BOUNDARY.test(boundary)) return boundary;
  const reason =
    'multipart/mixed needs a boundary of 1 to 70 characters: Content-Type: multipart/mixed; boundary=…';
  throw badRequest(reason, [{ pointer: 'Content-Type', reason, clause: CLAUSE }]);
}
