import { badRequest, jsonPointer, type ProblemDetail } from '#platform';
import { contentText } from '../statement/content-text.ts';
import { isObject, type JsonObject } from '../statement/json-value.ts';
import type { RuleSet } from '../statement/rules.ts';

/** The usageType of an attachment that is the signature of its statement (xAPI 1.0.3 Data 2.6, IEEE 9274.1.1 4.2.2.6). */
export const SIGNATURE = 'http://adlnet.gov/expapi/attachments/signature';

/** An attachment as a statement of a request names it. */
export interface NamedAttachment {
  /** where it stands in the JSON of the request */
  readonly pointer: string;
  /** index of its statement */
  readonly statement: number;
  /** lower-case hex */
  readonly sha2: string;
  /** as the statement says */
  readonly length: number;
  readonly hasFileUrl: boolean;
  /** What its content signs; null when it is no signature. */
  readonly signs: SignedContent | null;
}

/** What a signature must hold: the statement as it was before the signature was attached. */
export interface SignedContent {
  /** in lower case; null when the statement came without one */
  readonly id: string | null;
  /** its `contentText` */
  readonly text: string;
}

/**
 * The attachments of a valid statement and of its SubStatement.
 * @param at where the statement stands in the body: `[]` alone, `[index]` in an array
 * @throws Problem 400 when a signature is not application/octet-stream
 */
export function namedAttachments(
  statement: JsonObject,
  at: readonly number[],
  rules: RuleSet,
): readonly NamedAttachment[] {
  const { attachments, object } = statement;
  const inner =
    isObject(object) && object['objectType'] === 'SubStatement' ? object['attachments'] : undefined;
  if (attachments === undefined && inner === undefined) return NONE;
  const [index = 0] = at;
  return [
    ...listed(attachments, [...at, 'attachments'], index, (attachment, pointer) => {
      if (attachment['usageType'] !== SIGNATURE) return null;
      requireOctets(attachment, pointer);
      return signedContent(statement, rules);
    }),
    ...listed(inner, [...at, 'object', 'attachments'], index, () => null),
  ];
}

const NONE: readonly NamedAttachment[] = [];

/** The statement without its signatures, as a re-send of it would be compared. */
export function signedContent(statement: JsonObject, rules: RuleSet): SignedContent {
  const { attachments, id, ...rest } = statement;
  const others = (Array.isArray(attachments) ? attachments : []).filter(
    (attachment: unknown) => !isObject(attachment) || attachment['usageType'] !== SIGNATURE,
  );
  const unsigned = others.length === 0 ? rest : { ...rest, attachments: others };
  return { id: typeof id === 'string' ? id.toLowerCase() : null, text: contentText(unsigned, rules) };
}

/** @throws Problem 400 when the content of an attachment is neither with the request nor named by a fileUrl */
export function requireContents(named: readonly NamedAttachment[], came: ReadonlySet<string>): void {
  const errors = named.flatMap(({ pointer, sha2, hasFileUrl, signs }): ProblemDetail[] => {
    if (came.has(sha2)) return [];
    if (signs !== null) return [{ pointer, reason: NO_SIGNATURE, clause: 'xAPI 1.0.3 Data 2.6' }];
    if (hasFileUrl) return [];
    return [{ pointer: `${pointer}/fileUrl`, reason: NOWHERE, clause: 'xAPI 1.0.3 Communication 1.5.1' }];
  });
  const [first] = errors;
  if (first !== undefined) throw badRequest(first.reason, errors, 'invalid-statement');
}

const NOWHERE =
  'The content of this attachment is neither in the request nor named by a fileUrl. Send it as a part of multipart/mixed.';
const NO_SIGNATURE = 'A signature comes with its statement: send it as a part of multipart/mixed.';

function listed(
  list: unknown,
  at: readonly PropertyKey[],
  statement: number,
  signs: (attachment: JsonObject, pointer: string) => SignedContent | null,
): NamedAttachment[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((attachment: unknown, index) => {
    if (!isObject(attachment)) return [];
    const pointer = jsonPointer([...at, index]);
    const { sha2, length, fileUrl } = attachment;
    if (typeof sha2 !== 'string') return [];
    return [
      {
        pointer,
        statement,
        sha2: sha2.toLowerCase(),
        length: Number(length),
        hasFileUrl: fileUrl !== undefined,
        signs: signs(attachment, pointer),
      },
    ];
  });
}

function requireOctets({ contentType }: JsonObject, pointer: string): void {
  if (typeof contentType === 'string' && /^application\/octet-stream\s*(;|$)/i.test(contentType)) return;
  const reason = 'A signature has the contentType application/octet-stream.';
  throw badRequest(
    reason,
    [{ pointer: `${pointer}/contentType`, reason, clause: 'xAPI 1.0.3 Data 2.6' }],
    'invalid-statement',
  );
}
