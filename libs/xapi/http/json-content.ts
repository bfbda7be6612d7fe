import { badRequest, Problem } from '#platform';

/**
 * Statements come as `application/json`. 415 for `multipart/mixed`, by which attachments would come: their storage is
 * not built; 400 for any other type (xAPI 1.0.3 Communication 1.5.1).
 */
export function requireJsonContent(contentType: string | undefined): void {
  const [type = ''] = (contentType ?? '').split(';', 1);
  const name = type.trim().toLowerCase();
  if (name === 'application/json') return;
  if (name === 'multipart/mixed') {
    const reason =
      'Attachments are not taken by this version of the server. Send application/json; an attachment may be named by its fileUrl.';
    throw new Problem({
      status: 415,
      type: 'unsupported-media-type',
      title: 'Unsupported media type',
      detail: reason,
      errors: [{ pointer: 'Content-Type', reason, clause: 'xAPI 1.0.3 Communication 1.5.2' }],
      headers: { Accept: 'application/json' },
    });
  }
  const reason = `Statements are sent as application/json, not as ${name === '' ? 'a body without a Content-Type' : JSON.stringify(name)}.`;
  throw badRequest(reason, [{ pointer: 'Content-Type', reason, clause: 'xAPI 1.0.3 Communication 1.5.1' }]);
}
