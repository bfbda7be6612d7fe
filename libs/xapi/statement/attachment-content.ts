import { badRequest, jsonPointer, type ProblemDetail } from '#platform';
import { isObject, type JsonObject } from './json-value.ts';

const REASON = 'The content of this attachment is neither in the request nor named by a fileUrl.';

/**
 * 400 when a statement of a JSON body has an attachment without `fileUrl`: its content could be nowhere (xAPI 1.0.3
 * Communication 1.5.1).
 * @param at where the statement stands in the body: `[]` alone, `[index]` in an array.
 */
export function requireFileUrls(statement: JsonObject, at: readonly number[]): void {
  const { attachments, object } = statement;
  if (attachments === undefined && !isObject(object)) return;
  const errors = withoutFileUrl(attachments, [...at, 'attachments']);
  if (isObject(object) && object['objectType'] === 'SubStatement') {
    errors.push(...withoutFileUrl(object['attachments'], [...at, 'object', 'attachments']));
  }
  if (errors.length > 0) throw badRequest(REASON, errors, 'invalid-statement');
}

function withoutFileUrl(list: unknown, at: readonly PropertyKey[]): ProblemDetail[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((attachment: unknown, index) =>
    isObject(attachment) && attachment['fileUrl'] === undefined
      ? [
          {
            pointer: jsonPointer([...at, index, 'fileUrl']),
            reason: REASON,
            clause: 'xAPI 1.0.3 Communication 1.5.1',
          },
        ]
      : [],
  );
}
