import { badRequest, conflict, Problem } from '#platform';
import {
  ifMatchHolds,
  ifNoneMatchHolds,
  readPreconditions,
  type EntityTags,
  type PreconditionHeaders,
  type Preconditions,
} from '#platform/http';
import type { RuleSet } from '../statement/rules.ts';
import type { DocumentKind } from './document-key.ts';

const CLAUSE = { '1.0': 'xAPI 1.0.3 Communication 3.1', '2.0': 'IEEE 9274.1.1 4.1.4' } as const;

/** @param sha1 of the document that is there; null: there is none */
export function entityTag(sha1: string): string {
  return `"${sha1}"`;
}

/**
 * On which state of a document a request is to take effect. The tag is the SHA-1 of the document (xAPI 1.0.3 Communication 3.1), so it
 * names the same bytes however it is written: clients that make it themselves send it without quotes and its hex digits in either case,
 * and a proxy that packs answers marks it as weak.
 * @throws Problem 400 for a header that cannot be read
 */
export function readDocumentPreconditions(headers: PreconditionHeaders): Preconditions {
  const { ifMatch, ifNoneMatch } = readPreconditions(headers, 'bare');
  return { ifMatch: asHashes(ifMatch), ifNoneMatch: asHashes(ifNoneMatch) };
}

function asHashes(tags: EntityTags | null): EntityTags | null {
  if (tags === null || tags === '*') return tags;
  return tags.map(({ opaque }) => ({ weak: false, opaque: opaque.toLowerCase() }));
}

/** @throws Problem 412 when a header does not hold */
export function requirePreconditions(
  preconditions: Preconditions,
  sha1: string | null,
  rules: RuleSet,
): void {
  if (!ifMatchHolds(preconditions, sha1)) throw failed('If-Match', sha1, rules);
  if (!ifNoneMatchHolds(preconditions, sha1)) throw failed('If-None-Match', sha1, rules);
}

/**
 * A PUT must say what its sender knows: over a document that is there in both versions (of state since 2.0 alone), and by 1.0.3
 * of a profile that is new too.
 * @throws Problem 409 without either header over a document, 400 where there is none
 */
export function requireKnowledge(
  { ifMatch, ifNoneMatch }: Preconditions,
  { kind, sha1, rules }: { kind: DocumentKind; sha1: string | null; rules: RuleSet },
): void {
  if (ifMatch !== null || ifNoneMatch !== null) return;
  if (rules === '1.0' ? kind === 'state' : sha1 === null) return;
  if (sha1 === null) {
    const reason = 'There is no document yet. Send If-None-Match: * to say so.';
    throw badRequest(reason, [{ pointer: 'If-None-Match', reason, clause: CLAUSE[rules] }]);
  }
  const reason = `There is a document already. Read it, then send its ETag as If-Match: ${entityTag(sha1)} replaces it as it is now.`;
  throw conflict(reason, [{ pointer: 'If-Match', reason, clause: CLAUSE[rules] }]);
}

function failed(header: 'If-Match' | 'If-None-Match', sha1: string | null, rules: RuleSet): Problem {
  const standing =
    sha1 === null ? 'There is no document.' : `The document has the ETag ${entityTag(sha1)} now.`;
  const reason = `${header} does not hold: ${standing} Nothing was changed.`;
  return new Problem({
    status: 412,
    type: 'precondition-failed',
    title: 'Precondition failed',
    detail: reason,
    errors: [{ pointer: header, reason, clause: CLAUSE[rules] }],
  });
}
